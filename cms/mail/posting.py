"""Posting: claim one letter, hand it over, write down what came of it.

The claim is committed before the network is used, and no transaction is open meanwhile. A worker that dies
keeps its claim for a few minutes; then `sweeping` gives the letter back, and it is tried again. That may make
a second copy, which for a service letter is cheaper than none. Providers that know a call again by its key
are given the same one each time, so that with them it does not even make a copy.
"""

import datetime as dt
import time
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from . import queries
from .addresses import on_the_wire
from .answers import Answer, Result
from .kinds import is_secret, leaves_nothing
from .message import Attachment, Content, Recipient
from .models import NO_WORDS, Letter
from .placeholders import defused
from .providers import Provider, Settling, provider
from .transport import hand_over
from .writing import network, sender

# After the first try, then after the second … The last one is the pause before all further tries.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
MOST_ATTEMPTS = 12
# Longer than a call to a provider may take (MAIL_DEADLINE).
CLAIM = dt.timedelta(minutes=3)
# After so many seconds a worker looks whether other work waits.
TURN = 20.0
# No machine answers it with a notice of absence (RFC 3834; the second is Exchange's own).
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
# The tag by which all service letters are found at a provider that has tags.
TAG = "service-letter"
SILENT = Result(Answer.UNKNOWN, "the provider did not say")


def post_letter(letter_id: int, *, now: dt.datetime) -> bool:
    """Try this letter, if it is due. True when it was tried."""
    letter = claim(now=now, letter_id=letter_id)
    if letter:
        try_once(letter, now=now)
    return letter is not None


def post_due(*, seconds: float = TURN, clock: Callable[[], dt.datetime] = timezone.now) -> bool:
    """Try what is due, one letter after the other, for so many seconds. True when more is due now."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        now = clock()
        letter = claim(now=now)
        if letter is None:
            return False
        try_once(letter, now=now)
    return queries.due(clock()).exists()


def claim(*, now: dt.datetime, letter_id: int | None = None) -> Letter | None:
    """Take one due letter, so that no other worker does. None when there is none that is free."""
    due = queries.due(now)
    if letter_id is not None:
        due = due.filter(pk=letter_id)
    with transaction.atomic():
        letter = due.select_for_update(skip_locked=True).first()
        if letter is None:
            return None
        letter.state, letter.retry_at = Letter.State.SENDING, now + CLAIM
        letter.attempts += 1
        letter.save(update_fields=["state", "retry_at", "attempts"])
    return letter


def try_once(letter: Letter, *, now: dt.datetime) -> None:
    """Hand a claimed letter over and write down the answer."""
    result, wait = handed_over(letter)
    record(letter, result, wait=wait, now=now)


def handed_over(letter: Letter) -> tuple[Result, dt.timedelta]:
    """What the provider answers, and how long it asks us to wait. Raises nothing: whatever happens is an
    answer, and the letter is tried again or given up by the same rules.
    """
    chosen = provider()
    key = str(letter.ref) if chosen.settling is Settling.KEY else TAG
    person = Recipient(letter.pk, letter.ref.hex, on_the_wire(letter.address), {})
    try:
        outcome = hand_over(content_of(letter, chosen), [person], chosen, key=key, singly=True)
    except Exception as error:  # noqa: BLE001 - an answer like any other
        return Result(Answer.MISCONFIGURED, type(error).__name__), dt.timedelta()
    result = outcome.results.get(letter.pk) or outcome.common or outcome.stopped or SILENT
    return result, dt.timedelta(seconds=outcome.wait)


def ways_to_leave(letter: Letter) -> dict[str, str]:
    """One press in the mail program (RFC 8058), for a letter that one can get no more of."""
    if not letter.leave_url:
        return {}
    return {
        "List-Unsubscribe": f"<{letter.leave_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def content_of(letter: Letter, chosen: Provider) -> Content:
    """The letter for the carrier. Who sends it is read now: settings that were mended help what waits."""
    known = network()
    return Content(
        # A provider merges the subject too, and nothing in it is ours to be merged.
        subject=defused(letter.subject, html=False) if chosen.merges else letter.subject,
        html=letter.html,
        text=letter.text,
        sender=sender(known),
        reply_to=known.contact_email,
        headers=HEADERS | ways_to_leave(letter),
        attachments=(Attachment(**letter.attachment),) if letter.attachment else (),
    )


def record(
    letter: Letter, result: Result, *, now: dt.datetime, wait: dt.timedelta = dt.timedelta()
) -> bool:
    """Write an answer down. False when the letter is another's by now.

    That it was accepted is true whoever has it now, so it is written anyway.
    """
    mine = Letter.objects.filter(pk=letter.pk, ref=letter.ref)
    if result.answer is Answer.ACCEPTED:
        mine = mine.filter(state__in=[Letter.State.SENDING, Letter.State.WAITING])
    else:
        mine = mine.filter(state=Letter.State.SENDING, attempts=letter.attempts)
    said = {
        "answer": result.answer.value,
        "said": result.words[:200],
        "provider_id": result.provider_id[:200],
    }
    return bool(mine.update(**said, **_what_follows(letter, result, now, wait)))


def _what_follows(
    letter: Letter, result: Result, now: dt.datetime, wait: dt.timedelta
) -> dict[str, object]:
    if result.answer is Answer.ACCEPTED:
        return ending(letter.kind, Letter.State.ACCEPTED, now)
    if result.answer is Answer.REJECTED:
        return ending(letter.kind, Letter.State.REFUSED, now)
    pause = PAUSES[min(letter.attempts, len(PAUSES)) - 1]
    retry_at = now + max(pause, wait)
    if letter.attempts >= MOST_ATTEMPTS or retry_at >= letter.give_up_at:
        return ending(letter.kind, Letter.State.GIVEN_UP, now)
    return {"state": Letter.State.WAITING, "retry_at": retry_at}


def ending(kind: str, state: Letter.State, now: dt.datetime) -> dict[str, object]:
    """What is written into a letter of this kind that ends in this state. A secret is gone with it, and the
    address too where the kind says so.
    """
    ended: dict[str, object] = {"state": state, "ended_at": now}
    if leaves_nothing(kind):
        return {**ended, **NO_WORDS, "address": "", "forgotten_at": now}
    return {**ended, **(NO_WORDS if is_secret(kind) else {})}
