"""What can be done with a mailing: send it, stop it, go on, cancel it, send what is missing or unknown.

And with a newsletter before, a test; with a letter after, unsubscribing.
"""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.errors import NetworkError
from cms.mail.answers import Answer
from cms.mail.providers import provider
from cms.mail.transport import hand_over
from cms.members.actions import withdraw_consent
from cms.members.models import Member, User
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule, sentence
from newsletters.editions.rendering import Letter, render
from newsletters.editions.review import Fault, faults

from . import fuse, queries, stopping
from .models import Act, Batch, Delivery, Mailing
from .recording import reopen
from .tasks import plan_mailing_task, ring
from .tokens import TEST
from .writing import content_of, recipient_writer

if TYPE_CHECKING:
    from newsletters.editions.pages import NewsletterPage

# So long may a mailing take. What is not out by then waits for a person: old news helps nobody.
TIME_TO_SEND = dt.timedelta(hours=24)


class NotReadyError(NetworkError):
    """The newsletter has faults. `faults` lists them."""

    code = "newsletter_not_ready"

    def __init__(self, found: list[Fault]) -> None:
        super().__init__(" ".join(fault.words for fault in found))
        self.faults = found


class NobodyError(NetworkError):
    """The audience is empty."""

    code = "audience_empty"


class NotOverError(NetworkError):
    """The mailing is still under way."""

    code = "mailing_not_over"
    status = 409


class TestNotSentError(NetworkError):
    """The test letter was not taken."""

    code = "test_not_sent"
    status = 502


def send(*, page: "NewsletterPage", rule: Rule, user: User | None, now: dt.datetime) -> Mailing:
    """Freeze the published newsletter and its audience, and set the sending going.

    A second press for the same newsletter and audience, from whatever tab, gives the mailing that is there
    already. Raises NotReadyError and NobodyError; then nothing was written.
    """
    standing = queries.mailing_to(page.pk, rule)
    if standing:
        return standing
    found = faults(page)
    if found:
        raise NotReadyError(found)
    if not recipients(rule).exists():
        raise NobodyError(_("Nobody is in this audience, so there is nobody to send to."))
    if not queries.still_to_get(page.pk, rule).exists():
        raise NobodyError(_("Everybody in this audience has this newsletter already."))
    return freeze(
        Mailing(
            page=page,
            page_key=page.pk,
            revision_key=page.live_revision_id or 0,
            audience=rule.to_json(),
            audience_key=queries.audience_key(rule),
            audience_sentence=sentence(rule)[:1000],
            **words_of(render(page)),
        ),
        user=user,
        now=now,
    )


def send_missing(*, mailing: Mailing, user: User, now: dt.datetime) -> Mailing:
    """Send the same letter to those of the audience who have no copy: who came since, or was left out.

    It is the letter that was frozen then, word for word. Raises NotOverError and NobodyError.
    """
    newest = queries.newest_part(mailing)
    if not newest.is_over:
        raise NotOverError(_("This newsletter is still being sent. Wait until it is over."))
    if not queries.still_to_get(mailing.page_key, Rule.from_json(mailing.audience)).exists():
        raise NobodyError(_("Nobody is missing: everybody in this audience has it already."))
    copied = (
        "page_id",
        "page_key",
        "revision_key",
        "audience",
        "audience_key",
        "audience_sentence",
        "subject",
        "html",
        "text",
        "content_hash",
        "sender",
        "reply_to",
        "language",
    )
    values = {name: getattr(newest, name) for name in copied}
    return freeze(Mailing(part=newest.part + 1, **values), user=user, now=now)


def words_of(letter: Letter) -> dict[str, str]:
    """What of a letter is frozen in a mailing."""
    names = ("subject", "html", "text", "content_hash", "sender", "reply_to", "language")
    return {name: getattr(letter, name) for name in names}


def freeze(mailing: Mailing, *, user: User | None, now: dt.datetime) -> Mailing:
    """Write the mailing down and ring for its planning; where it stands already, give that one."""
    mailing.provider, mailing.created_by, mailing.created_at = provider().name, user, now
    mailing.not_after = now + TIME_TO_SEND
    try:
        with transaction.atomic():
            mailing.save(force_insert=True)
            stopping.note(mailing, Act.Kind.PRESSED, now=now, user=user)
            # The queue is in the same database: the doorbell is rung if and only if the mailing is written.
            plan_mailing_task.enqueue(mailing.pk)
    except IntegrityError:
        standing = queries.part_of(mailing.page_key, mailing.audience_key, mailing.part)
        if standing is None:
            raise
        return standing
    return mailing


def send_test(*, page: "NewsletterPage", address: str, first_name: str) -> None:
    """Send the newsletter as it is saved now to one address, marked [TEST]. Raises TestNotSentError."""
    letter = render(page)
    with translation.override(letter.language):
        test = recipient_writer()(TEST, address, first_name)
        content = content_of(letter, subject=f"[TEST] {letter.subject}")
    outcome = hand_over(content, [test], provider())
    result = outcome.results.get(TEST) or outcome.common or outcome.stopped
    if result is None or result.answer is not Answer.ACCEPTED:
        words = result.words if result else ""
        raise TestNotSentError(_("The test was not taken: %(words)s.") % {"words": words})


def unsubscribe(*, delivery_id: int, now: dt.datetime) -> bool:
    """Take back the consent of the member whom this delivery went to. False when nobody is known any more."""
    delivery = Delivery.objects.select_related("member").filter(pk=delivery_id).first()
    if delivery is None or delivery.member is None:
        return False
    withdraw_consent(member=delivery.member, now=now)
    return True


def forget_addresses(*, member: Member) -> int:
    """Empty the address in every letter to a member who is being erased. The rows and their counts stay."""
    return Delivery.objects.filter(member=member).update(address="")


def pause(*, mailing: Mailing, user: User, now: dt.datetime) -> bool:
    """Stop a mailing that runs. Batches that are being handed over are brought to their end."""
    with transaction.atomic():
        return stopping.pause(mailing, Mailing.Pause.PERSON, now=now, user=user)


def resume(*, mailing: Mailing, user: User | None, now: dt.datetime) -> bool:
    """Go on with a stopped mailing, with a new day to send it in. One that is not stopped is left as it is.

    After a restored or copied database, going on says that this one may send. True when it goes on.
    """
    with transaction.atomic():
        stopped = Mailing.objects.select_for_update().filter(
            pk=mailing.pk, state=Mailing.State.PAUSED
        )
        found = stopped.defer("html", "text").first()
        if found is None:
            return False
        if found.pause == Mailing.Pause.COPIED:
            fuse.arm(now=now)
            stopping.note(found, Act.Kind.ARMED, now=now, user=user)
        state = Mailing.State.SENDING if found.planned_at else Mailing.State.PLANNING
        stopped.update(state=state, pause="", fault="", unknowns=0, not_after=now + TIME_TO_SEND)
        Batch.objects.filter(mailing=found, state=Batch.State.READY).update(retry_at=None)
        stopping.note(found, Act.Kind.RESUMED, now=now, user=user)
        if found.planned_at:
            ring(found.pk)
        else:
            plan_mailing_task.enqueue(found.pk)
    return True


def cancel(*, mailing: Mailing, user: User, now: dt.datetime) -> bool:
    """Send nothing more of this mailing. What is out is out; what is being handed over is brought to its end.

    True when it was under way.
    """
    under_way = [Mailing.State.PLANNING, Mailing.State.SENDING, Mailing.State.PAUSED]
    with transaction.atomic():
        open_now = Mailing.objects.filter(pk=mailing.pk, state__in=under_way)
        if not open_now.update(state=Mailing.State.CANCELLED, pause="", fault="", finished_at=now):
            return False
        stopping.cancel_ready(mailing)
        stopping.note(mailing, Act.Kind.CANCELLED, now=now, user=user)
    return True


def send_held_again(*, mailing: Mailing, user: User, now: dt.datetime) -> int:
    """Send the letters again of which nobody knows whether they were taken. Some may get a second copy.

    The one choice that may make a second copy; so it bears a name. Returns how many letters.
    """
    with transaction.atomic():
        held = Delivery.objects.of(mailing.pk).filter(state=Delivery.State.HELD)
        batches = Batch.objects.filter(
            mailing=mailing, state__in=[Batch.State.HELD, Batch.State.DONE]
        )
        count = 0
        for batch in batches.select_for_update():
            in_it = held.filter(pk__gte=batch.first, pk__lte=batch.last)
            letters = in_it.update(state=Delivery.State.WAITING, reason="")
            if letters:
                reopen(batch, "", retry_at=None)
                count += letters
        if count:
            over = [Mailing.State.DONE, Mailing.State.DONE_WITH_HELD]
            Mailing.objects.filter(pk=mailing.pk, state__in=over).update(
                state=Mailing.State.SENDING, finished_at=None, not_after=now + TIME_TO_SEND
            )
            words = ngettext("%(count)s letter", "%(count)s letters", count) % {"count": count}
            stopping.note(mailing, Act.Kind.SENT_AGAIN, now=now, user=user, words=words)
            ring(mailing.pk)
    return count
