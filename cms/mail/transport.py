"""Handing letters over, and reading what came back as one of four words.

*Accepted* and *rejected* are the provider's answer for one recipient. *Refused* is proof that
nothing was taken, so it may be tried again. *Unknown* is everything else: perhaps it was taken,
so it is never tried again by itself.
"""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailError,
    AnymailRecipientsRefused,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from urllib3.exceptions import NameResolutionError, NewConnectionError

from .addresses import on_the_wire
from .hardening import hardened
from .message import Content, Recipient, merged, single
from .providers import Provider

ACCEPTED_STATUSES = {"sent", "queued"}
REJECTED_STATUSES = {"rejected", "invalid", "failed"}
LONGEST_WAIT = 900.0


class Answer(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    MISCONFIGURED = "misconfigured"


@dataclass(frozen=True)
class Result:
    """What became of one recipient. `words` says why, without personal data."""

    answer: Answer
    words: str = ""
    provider_id: str = ""


@dataclass
class Outcome:
    """What became of a batch: a result for each recipient that has one, by the recipient's id.

    Recipients without a result were not handed over; `stopped` says why the rest was not tried.
    `wait` is how many seconds the provider asked us to wait.
    """

    results: dict[str, Result] = field(default_factory=dict)
    stopped: Result | None = None
    wait: float = 0.0


def hand_over(content: Content, recipients: list[Recipient], provider: Provider) -> Outcome:
    """Post a batch. Never raises for what a provider or a network does; call it outside
    transactions.
    """
    if not recipients:
        return Outcome()
    recipients = [replace(person, address=on_the_wire(person.address)) for person in recipients]
    try:
        connection = hardened(settings.MAIL_BACKEND)()
    except (ImproperlyConfigured, ImportError) as error:
        return Outcome(stopped=Result(Answer.MISCONFIGURED, type(error).__name__))
    if provider.merges:
        return _hand_over_merged(connection, content, recipients, provider)
    outcome = Outcome()
    with _opened(connection, outcome) as is_open:
        for recipient in recipients if is_open else ():
            message = single(content, recipient, provider)
            result = _post(connection, message, outcome)
            if result.answer in (Answer.REFUSED, Answer.MISCONFIGURED):
                outcome.stopped = result
                break
            outcome.results[recipient.id] = _of_status(message, recipient.address) or result
            if result.answer is Answer.UNKNOWN:
                # The connection may be gone: what follows would be held for a message it never saw.
                outcome.stopped = Result(Answer.REFUSED, result.words)
                break
    return outcome


def _hand_over_merged(
    connection: Any, content: Content, recipients: list[Recipient], provider: Provider
) -> Outcome:
    outcome = Outcome()
    message = merged(content, recipients, provider)
    result = _post(connection, message, outcome)
    if result.answer in (Answer.REFUSED, Answer.MISCONFIGURED):
        outcome.stopped = result
        return outcome
    for recipient in recipients:
        outcome.results[recipient.id] = _of_status(message, recipient.address) or result
    return outcome


@contextmanager
def _opened(connection: Any, outcome: Outcome) -> Iterator[bool]:
    """Keep one connection open for all messages. A connection that cannot be made is a refusal."""
    try:
        connection.open()
    except Exception as error:  # noqa: BLE001 - classified, not swallowed
        outcome.stopped = classify(error, before_sending=True)
        yield False
        return
    try:
        yield True
    finally:
        connection.close()


def _post(connection: Any, message: Any, outcome: Outcome) -> Result:
    try:
        sent = connection.send_messages([message])
    except Exception as error:  # noqa: BLE001 - classified, not swallowed
        outcome.wait = max(outcome.wait, retry_after(error))
        return classify(error)
    if sent:
        return Result(Answer.ACCEPTED)
    return Result(Answer.UNKNOWN, "the connection did not say what it did")


def _of_status(message: Any, address: str) -> Result | None:
    """The recipient's own status out of Anymail's reading of the answer; None where there is
    none.
    """
    status = getattr(getattr(message, "anymail_status", None), "recipients", {}).get(address)
    if status is None:
        return None
    provider_id = str(status.message_id or "")[:200]
    if status.status in ACCEPTED_STATUSES:
        return Result(Answer.ACCEPTED, provider_id=provider_id)
    if status.status in REJECTED_STATUSES:
        return Result(Answer.REJECTED, f"the provider answered »{status.status}«", provider_id)
    return Result(Answer.UNKNOWN, "the provider did not say", provider_id)


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
    if isinstance(error, AnymailAPIError) and error.status_code:
        return _classify_status(error.status_code)
    if isinstance(error, requests.ConnectTimeout) or _never_connected(error):
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


def _classify_status(status: int) -> Result:
    words = f"HTTP {status}"
    if status in (401, 403):
        return Result(Answer.MISCONFIGURED, words)
    if status == 429:
        return Result(Answer.REFUSED, words)
    if 400 <= status < 500:
        return Result(Answer.REJECTED, words)
    # A 5xx can come after the provider took the batch; a 2xx here had a body nobody could read.
    return Result(Answer.UNKNOWN, words)


def _never_connected(error: BaseException | None) -> bool:
    """Whether an error says that no connection came to be, somewhere in its chain of causes."""
    seen = 0
    while error is not None and seen < 10:
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


def retry_after(error: Exception) -> float:
    """Seconds of a Retry-After header in digits (RFC 9110 10.2.3), at most LONGEST_WAIT; 0 for
    anything else.
    """
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    value = str(headers.get("Retry-After", ""))
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), LONGEST_WAIT)
    return 0.0
