"""What a provider's answer means, as one of five words.

*Accepted* and *rejected* are the provider's answer for one recipient. *Refused* is proof that
nothing was taken, so it may be tried again. *Misconfigured* is a refusal that only a person can mend.
*Unknown* is everything else: perhaps it was taken, so it is never tried again without evidence.
"""

import smtplib
import ssl
from dataclasses import dataclass, field
from enum import StrEnum

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailError,
    AnymailRecipientsRefused,
)
from urllib3.exceptions import NameResolutionError, NewConnectionError

LONGEST_WAIT = 900.0


class Answer(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    MISCONFIGURED = "misconfigured"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one recipient. `words` says why, without personal data."""

    answer: Answer
    words: str = ""
    provider_id: str = ""


@dataclass
class Outcome:
    """What became of a batch: a result for each recipient that has one of its own, by the recipient's id.

    `common` is the result of all others. Where it is None, those without a result were not handed over,
    and `stopped` says why. `wait` is how many seconds the provider asked us to wait.
    """

    results: dict[int, Result] = field(default_factory=dict)
    common: Result | None = None
    stopped: Result | None = None
    wait: float = 0.0


def classify(error: Exception, *, before_sending: bool = False) -> Result:
    """One word for an exception. When in doubt it is UNKNOWN: a second copy is worse than a
    missing one.
    """
    name = type(error).__name__
    if isinstance(error, AnymailConfigurationError | smtplib.SMTPAuthenticationError):
        return Result(Answer.MISCONFIGURED, name)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
        later = any(400 <= code < 500 for code in codes)  # greylisting, too busy, closing down
        return Result(Answer.REFUSED if later else Answer.REJECTED, f"SMTP {codes[0]}")
    if isinstance(error, AnymailRecipientsRefused):
        return Result(Answer.REJECTED, name)
    if isinstance(error, AnymailAPIError) and (status := _status(error)):
        return _classify_status(status, _code_of(error))
    if isinstance(error, requests.ConnectTimeout) or _never_connected(error):
        return Result(Answer.REFUSED, name)
    if _not_trusted(error):
        return Result(Answer.REFUSED, name)
    if before_sending and isinstance(error, OSError | smtplib.SMTPException):
        return Result(Answer.REFUSED, name)
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        if isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused):
            return Result(Answer.REFUSED if 400 <= code < 500 else Answer.REJECTED, f"SMTP {code}")
        return Result(Answer.UNKNOWN, f"SMTP {code}")
    if isinstance(error, AnymailError) and not isinstance(error, AnymailAPIError):
        return Result(Answer.MISCONFIGURED, name)
    return Result(Answer.UNKNOWN, name)


def _code_of(error: AnymailAPIError) -> str:
    """The provider's own word for the error, where its answer has one."""
    try:
        return str(error.response.json().get("code", ""))
    except (AttributeError, ValueError):
        return ""


def _classify_status(status: int, code: str = "") -> Result:
    words = f"HTTP {status}"
    if status == 400 and code == "duplicate_parameter":
        # Brevo: the batch's key was used before, so the same call has been processed.
        return Result(Answer.ACCEPTED, "the provider knew the key")
    if status == 409:
        # Resend: the first call with the key is still under way, or had another body.
        return Result(Answer.UNKNOWN, words)
    # No key, no money, no such domain: nothing was taken, and the next batch would fare no better.
    if status in (401, 402, 403, 404, 405):
        return Result(Answer.MISCONFIGURED, words)
    if status == 429:
        return Result(Answer.REFUSED, words)
    if 400 <= status < 500:
        return Result(Answer.REJECTED, words)
    # A 5xx can come after the provider took the batch; a 2xx here had a body nobody could read.
    return Result(Answer.UNKNOWN, words)


def _status(error: AnymailAPIError) -> int | None:
    """The HTTP status of an answer, also where botocore (SES) read it."""
    if error.status_code:
        return error.status_code
    answer = getattr(error.__cause__, "response", None)
    found = answer.get("ResponseMetadata", {}) if isinstance(answer, dict) else {}
    return found.get("HTTPStatusCode")


def _never_connected(error: BaseException | None) -> bool:
    """Whether an error says that no connection came to be, somewhere in its chain of causes."""
    seen = 0
    while error is not None and seen < 10:
        # botocore's own words for the same (SES).
        if type(error).__name__ in ("EndpointConnectionError", "ConnectTimeoutError"):
            return True
        if isinstance(error, NewConnectionError | NameResolutionError | ConnectionRefusedError):
            return True
        reasons = [getattr(error, "reason", None), *getattr(error, "args", ())[:1]]
        if any(isinstance(r, NewConnectionError | NameResolutionError) for r in reasons):
            return True
        if reasons and isinstance(getattr(reasons[-1], "reason", None), NewConnectionError):
            return True
        error = error.__cause__ or error.__context__
        seen += 1
    return False


def _not_trusted(error: BaseException | None, turn: int = 0) -> bool:
    """Whether the other side's certificate was not accepted: then not a byte of the request has left."""
    if error is None or turn > 10:
        return False
    if isinstance(error, ssl.SSLCertVerificationError):
        return True
    inner = [getattr(error, "reason", None), *error.args[:1], error.__cause__, error.__context__]
    return any(_not_trusted(one, turn + 1) for one in inner if isinstance(one, BaseException))


def retry_after(error: Exception) -> float:
    """Seconds of a Retry-After header in digits (RFC 9110 10.2.3), at most LONGEST_WAIT; 0 for
    anything else.
    """
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    value = str(headers.get("Retry-After", ""))
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), LONGEST_WAIT)
    return 0.0
