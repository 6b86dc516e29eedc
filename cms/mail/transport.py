"""Handing letters over: one carrier for a letter, asked batch by batch, from as many threads as one likes."""

import threading
from collections.abc import Sequence
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .answers import Answer, Outcome, Result, classify, retry_after
from .hardening import hardened
from .message import (
    Content,
    Recipient,
    UnsafeHeaderError,
    check_content,
    fields_in_headers,
    in_syntax_of,
    is_safe,
    merged,
    single,
)
from .providers import Provider, provider
from .smtp import SmtpCarrier

ACCEPTED_STATUSES = {"sent", "queued"}
REJECTED_STATUSES = {"rejected", "invalid", "failed"}
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Carrier(Protocol):
    """Carries one letter. `carry` never raises for what a provider or a network does; call it outside
    transactions. `key` is the batch's: the same key with the same recipients is the same call again.
    """

    def carry(self, recipients: Sequence[Recipient], *, key: str) -> Outcome: ...
    def close(self) -> None: ...


def carrier_of(
    content: Content, chosen: Provider | None = None, *, singly: bool = False
) -> Carrier:
    """The carrier of this letter to the provider of the settings.

    `singly` is for a letter without placeholders: each recipient's is a message of its own, to any provider.
    Only such a one takes attachments along; some providers' calls for many have no place for them. Raises
    UnsafeHeaderError, AttachmentError.
    """
    chosen = chosen or provider()
    check_content(content)
    if settings.MAIL_BACKEND == SMTP:
        return SmtpCarrier(content, chosen)
    return AnymailCarrier(content, chosen, singly=singly)


def hand_over(
    content: Content,
    recipients: Sequence[Recipient],
    chosen: Provider,
    *,
    key: str = "",
    singly: bool = False,
) -> Outcome:
    """Carry one batch and be done with it: for test letters and service mail."""
    carrier = carrier_of(content, chosen, singly=singly)
    try:
        return carrier.carry(recipients, key=key)
    finally:
        carrier.close()


class AnymailCarrier:
    """Through Anymail's backend of the provider. Each thread keeps its connection open."""

    def __init__(self, content: Content, chosen: Provider, *, singly: bool = False) -> None:
        self.provider = chosen
        self.in_one_call = (chosen.merges or chosen.packs) and not singly
        self.in_headers = fields_in_headers(content)
        self.content = in_syntax_of(chosen, content)
        self.own = threading.local()
        self.opened: list[Any] = []

    def carry(self, recipients: Sequence[Recipient], *, key: str) -> Outcome:
        safe = [person for person in recipients if is_safe(person, self.in_headers)]
        outcome = self.carry_safe(safe, key) if safe else Outcome()
        if len(safe) == len(recipients):
            return outcome
        if outcome.common:
            outcome.results = {person.id: outcome.common for person in safe}
            outcome.common = None
        kept = {person.id for person in safe}
        unsafe = Result(Answer.REJECTED, UnsafeHeaderError.code)
        outcome.results |= {person.id: unsafe for person in recipients if person.id not in kept}
        return outcome

    def carry_safe(self, recipients: Sequence[Recipient], key: str) -> Outcome:
        try:
            connection = self.connection()
        except (ImproperlyConfigured, ImportError) as error:
            return Outcome(stopped=Result(Answer.MISCONFIGURED, type(error).__name__))
        except Exception as error:  # noqa: BLE001 - classified, not swallowed
            return Outcome(stopped=classify(error, before_sending=True))
        if self.in_one_call:
            return self.carry_together(connection, recipients, key)
        return self.carry_singly(connection, recipients, key)

    def connection(self) -> Any:
        """This thread's connection to the provider. Raises what opening it raises."""
        connection = getattr(self.own, "connection", None)
        if connection is None:
            connection = hardened(settings.MAIL_BACKEND)()
            connection.open()
            self.own.connection = connection
            self.opened.append(connection)
        return connection

    def carry_together(self, connection: Any, recipients: Sequence[Recipient], key: str) -> Outcome:
        outcome = Outcome()
        message = merged(self.content, recipients, self.provider, key=key)
        result = post(connection, message, outcome)
        if result.answer in (Answer.REFUSED, Answer.MISCONFIGURED):
            outcome.stopped = result
            return outcome
        read_statuses(message, recipients, result, outcome)
        return outcome

    def carry_singly(self, connection: Any, recipients: Sequence[Recipient], key: str) -> Outcome:
        outcome = Outcome()
        for recipient in recipients:
            message = single(self.content, recipient, self.provider, key=key)
            result = post(connection, message, outcome)
            if result.answer in (Answer.REFUSED, Answer.MISCONFIGURED):
                outcome.stopped = result
                break
            outcome.results[recipient.id] = status_of(message, recipient) or result
            if result.answer is Answer.UNKNOWN:
                # The connection may be gone: what follows would be held for a message it never saw.
                outcome.stopped = Result(Answer.REFUSED, result.words)
                break
        return outcome

    def close(self) -> None:
        for connection in self.opened:
            connection.close()
        self.opened.clear()
        self.own = threading.local()


def post(connection: Any, message: Any, outcome: Outcome) -> Result:
    """Post one message and say what it came to; a wish to wait is noted in the outcome."""
    try:
        sent = connection.send_messages([message])
    except Exception as error:  # noqa: BLE001 - classified, not swallowed
        outcome.wait = max(outcome.wait, retry_after(error))
        return classify(error)
    if sent:
        return Result(Answer.ACCEPTED)
    return Result(Answer.UNKNOWN, "the connection did not say what it did")


def read_statuses(
    message: Any, recipients: Sequence[Recipient], result: Result, outcome: Outcome
) -> None:
    """What Anymail read in the answer, for each recipient: one result for all where it is one."""
    found = list(statuses(message).values())
    if not found:
        outcome.common = result
    elif len(found) == len(recipients) and all(one is found[0] for one in found):
        outcome.common = in_our_words(found[0])
    else:
        # A recipient whom the answer does not name: perhaps taken, perhaps not.
        silent = Result(Answer.UNKNOWN, "the provider did not say")
        outcome.results = {person.id: status_of(message, person) or silent for person in recipients}


def statuses(message: Any) -> dict[str, Any]:
    return getattr(getattr(message, "anymail_status", None), "recipients", {})


def status_of(message: Any, recipient: Recipient) -> Result | None:
    """The recipient's own result; None where the answer has none."""
    status = statuses(message).get(recipient.address)
    return in_our_words(status) if status else None


def in_our_words(status: Any) -> Result:
    """One recipient's status of Anymail as a result."""
    provider_id = str(status.message_id or "")[:200]
    if status.status in ACCEPTED_STATUSES:
        return Result(Answer.ACCEPTED, provider_id=provider_id)
    if status.status in REJECTED_STATUSES:
        return Result(Answer.REJECTED, f"the provider answered »{status.status}«", provider_id)
    return Result(Answer.UNKNOWN, "the provider did not say", provider_id)
