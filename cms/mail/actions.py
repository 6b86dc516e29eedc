"""What can be done with a service letter: post it, send it again, cancel it, forget it; and a test of mail.

Whoever posts decides whether a letter goes to this address at all: here nobody knows of members, and a letter
to an address whose mail is stopped is tried like any other (`cms.members.queries.standing` tells).
"""

import datetime as dt
import re
import unicodedata
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import NetworkError

from . import queries
from .addresses import canonical
from .kinds import Kind, kind_of, secret_names
from .letters import TEST
from .message import Attachment, check_attachment
from .models import NO_WORDS, Letter, LetterQuerySet
from .tasks import ring
from .values import LEAVE_URL, link
from .writing import write

SENT_AGAIN = "network.letter.send_again"
TESTS_AN_HOUR = 10
HOUR = dt.timedelta(hours=1)
_REFERENCE = re.compile(r"[\w:./+-]*", re.ASCII)
State = Letter.State


class AddressError(NetworkError):
    """The address cannot be one that mail reaches. `str(error)` says why."""

    code = "letter_address"


class ReferenceNotPlainError(NetworkError):
    """A key or a reference is too long, or holds something that could be personal data."""

    code = "letter_reference"


class TooLateError(NetworkError):
    """What the letter says is of no use any more."""

    code = "letter_too_late"
    status = 409


class UnderWayError(NetworkError):
    """The letter is being handed over at this moment."""

    code = "letter_under_way"
    status = 409


class CancelledError(NetworkError):
    """What the letter says does not hold any more."""

    code = "letter_cancelled"
    status = 409


class ForgottenError(NetworkError):
    """The words of the letter are gone, so it cannot be sent."""

    code = "letter_forgotten"
    status = 410


class TooManyTestsError(NetworkError):
    """This person has sent as many tests as fit in an hour."""

    code = "too_many_tests"
    status = 429


def post(
    *,
    kind: str,
    address: str,
    values: Mapping[str, Any],
    now: dt.datetime,
    language: str = "",
    about: str = "",
    key: str = "",
    attachment: Attachment | None = None,
    not_after: dt.datetime | None = None,
) -> Letter:
    """Write a letter down and ring for it; it leaves when the transaction is committed.

    The words are made now and never again. `about` says what it is about (»registration:17«), so that it can
    be cancelled and forgotten; `key` names the event that it tells of: the same key twice is one letter. Both
    stay for ever, so neither may hold personal data. After `not_after` it is given up, or sooner if its kind
    says so.

    Raises UnknownKindError, LetterValuesError, AddressError, ReferenceNotPlainError, AttachmentError,
    TooLateError; then nothing was written.
    """
    chosen = kind_of(kind)
    check_reference(about, 100)
    check_reference(key, 200)
    if key and (standing := Letter.objects.filter(key=key).first()):
        return standing
    check_still_of_use(not_after, now)
    if attachment:
        check_attachment(attachment)
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    to = checked(address)
    written = write(chosen, values, spoken)
    give_up_at = giving_up(chosen, not_after, now)
    letter = Letter(
        kind=chosen.name,
        address=to,
        language=spoken,
        subject=written.subject,
        html=written.html,
        text=written.text,
        attachment=attachment and attachment._asdict(),
        leave_url=leave_url(chosen, values),
        about=about,
        key=key or None,
        created_at=now,
        retry_at=now,
        not_after=not_after,
        give_up_at=give_up_at,
        forget_at=max(give_up_at, now + dt.timedelta(days=chosen.keep_days)),
    )
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
            ring(letter.pk)
    except IntegrityError:
        # Somebody told of the same event at the same moment.
        standing = Letter.objects.filter(key=key).first() if key else None
        if standing is None:
            raise
        return standing
    return letter


def leave_url(kind: Kind, values: Mapping[str, Any]) -> str:
    """Where one says no to letters of this kind: its value of that name, if it has one."""
    return link(values[LEAVE_URL]) if LEAVE_URL in kind.sample else ""


def send_again(*, letter: Letter, user: Any, now: dt.datetime) -> Letter:
    """Send the same words once more, because a person says so; try one that waits at once.

    Raises UnderWayError, CancelledError, ForgottenError, TooLateError, UnknownKindError.
    """
    with transaction.atomic():
        found = Letter.objects.select_for_update().get(pk=letter.pk)
        check_can_go(found, now)
        if found.state != State.WAITING:
            # Another copy, so another key, or a provider would take it for the first.
            found.ref, found.attempts, found.ended_at = uuid.uuid4(), 0, None
            found.answer = found.said = found.provider_id = ""
            found.give_up_at = giving_up(kind_of(found.kind), found.not_after, now)
            found.forget_at = max(found.forget_at, found.give_up_at)
        found.state, found.retry_at = State.WAITING, now
        found.save()
        log(instance=found, action=SENT_AGAIN, user=user)
        ring(found.pk)
    return found


def check_can_go(letter: Letter, now: dt.datetime) -> None:
    """Raises the reason why this letter cannot be sent again."""
    if letter.state == State.SENDING:
        raise UnderWayError(_("This letter is being handed over just now. Look again in a minute."))
    if letter.state == State.CANCELLED:
        raise CancelledError(_("This letter was cancelled, because what it says no longer holds."))
    if letter.is_forgotten:
        raise ForgottenError(_("The words of this letter are gone. It has to be asked for again."))
    check_still_of_use(letter.not_after, now)


def cancel(*, about: str, now: dt.datetime, kind: str = "") -> int:
    """Let no letter about this leave any more, or none of this kind. Returns how many were still waiting."""
    found = Letter.objects.filter(about=about) if about else Letter.objects.none()
    with transaction.atomic():
        return stop(found.filter(kind=kind) if kind else found, now=now)


def forget(*, now: dt.datetime, about: str = "", address: str = "") -> int:
    """Empty all letters about this or to this address, of somebody who is being erased. Those that wait are
    cancelled. Returns how many; kinds, states and times stay.
    """
    wanted = Q(about=about) if about else Q(pk=None)
    if address:
        wanted |= Q(address__iexact=address.strip())
    found = Letter.objects.filter(wanted, forgotten_at=None)
    with transaction.atomic():
        stop(found, now=now)
        found.filter(state=State.SENDING).update(forget_at=now)
        ended = found.exclude(state=State.SENDING)
        return ended.update(**NO_WORDS, address="", forgotten_at=now)


def stop(found: LetterQuerySet, *, now: dt.datetime) -> int:
    """Cancel those of them that wait; one that is being handed over is not tried a second time. Call it in a
    transaction. Returns how many were waiting.
    """
    open_now = found.filter(state__in=[State.WAITING, State.SENDING])
    states = dict(open_now.select_for_update().values_list("pk", "state"))
    waiting = Letter.objects.filter(pk__in=[pk for pk in states if states[pk] == State.WAITING])
    Letter.objects.filter(pk__in=states, state=State.SENDING).update(give_up_at=now)
    ended = {"state": State.CANCELLED, "ended_at": now}
    secret = waiting.filter(kind__in=secret_names()).update(**ended, **NO_WORDS)
    return secret + waiting.filter(state=State.WAITING).update(**ended)


def send_test(*, user: Any, now: dt.datetime) -> Letter:
    """Post a letter that says that mail works, to the person who asks.

    Raises TooManyTestsError, AddressError.
    """
    about = f"user:{user.pk}"
    if queries.written_since(kind=TEST.name, about=about, since=now - HOUR) >= TESTS_AN_HOUR:
        raise TooManyTestsError(_("You have sent many tests within an hour. Wait a while."))
    return post(
        kind=TEST.name,
        address=user.email,
        values={"name": str(user), "asked_at": now},
        language=(get_language() or "")[:2],
        about=about,
        now=now,
    )


def giving_up(kind: Kind, not_after: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """Until when a letter that is written now is tried."""
    return min(now + kind.lifetime, not_after or now + kind.lifetime)


def check_still_of_use(not_after: dt.datetime | None, now: dt.datetime) -> None:
    if not_after is not None and not_after <= now:
        raise TooLateError(_("What this letter says is of no use any more, so it is not sent."))


def check_reference(text: str, longest: int) -> None:
    """Raises ReferenceNotPlainError: a name and a number is all that it takes."""
    if len(text) > longest or not _REFERENCE.fullmatch(text):
        raise ReferenceNotPlainError(
            "A key or reference is short and has no more than [A-Za-z0-9_:./+-]."
        )


def checked(address: str) -> str:
    """The address as it was written, without what surrounds it. Raises AddressError."""
    try:
        canonical(address)
    except ValidationError as error:
        raise AddressError(" ".join(error.messages)) from error
    return unicodedata.normalize("NFC", address).strip()
