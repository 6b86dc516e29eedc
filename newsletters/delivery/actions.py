"""What can be done with a mailing: send it now or later, stop it, go on, cancel it, send what is missing or
unknown.

And with a newsletter before, a test; with a letter after, unsubscribing.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

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
from cms.members.queries import standing_consents
from newsletters.approvals.models import Approval
from newsletters.approvals.queries import approval_of, sending_settings
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule, sentence
from newsletters.editions.languages import issue_of, speaker_of, versions
from newsletters.editions.personal import facts_of
from newsletters.editions.queries import series_of
from newsletters.editions.rendering import Letter, render
from newsletters.editions.review import Fault, faults

from . import fuse, queries, stopping
from .models import Act, Batch, Delivery, Mailing, Translation
from .recording import reopen
from .tasks import plan_mailing_task, ring
from .testing import count_test
from .tokens import TEST
from .writing import content_of, recipient_writer

if TYPE_CHECKING:
    from newsletters.editions.pages import NewsletterPage

# What is frozen of a letter, in each language.
WORDS = ("subject", "html", "text", "words", "sender", "reply_to", "language")
# So long may a mailing take. What is not out by then waits for a person: old news helps nobody.
TIME_TO_SEND = dt.timedelta(hours=24)
FARTHEST = dt.timedelta(days=366)
# A queue keeps a task so long. What goes out later, `tick` rings for within a minute of its time.
SOON = dt.timedelta(minutes=10)


class NotReadyError(NetworkError):
    """The newsletter has faults. `faults` lists them."""

    code = "newsletter_not_ready"

    def __init__(self, found: list[Fault]) -> None:
        super().__init__(" ".join(fault.words for fault in found))
        self.faults = found


class NobodyError(NetworkError):
    """The audience is empty."""

    code = "audience_empty"


class NotApprovedError(NetworkError):
    """No second person has approved exactly this."""

    code = "newsletter_not_approved"
    status = 403


class TimeError(NetworkError):
    """The time it should go out at is over, or too far away."""

    code = "time_not_usable"


class NotOverError(NetworkError):
    """The mailing is still under way."""

    code = "mailing_not_over"
    status = 409


class NotTaken(NamedTuple):
    """Somebody whose test letter was not taken, and what was said of it."""

    person: User
    words: str


def send(
    *,
    page: "NewsletterPage",
    rule: Rule,
    user: User | None,
    now: dt.datetime,
    at: dt.datetime | None = None,
) -> Mailing:
    """Freeze the published newsletter and its audience's rule, and let it go `at` a time, or now.

    The words are frozen now, the recipients when it goes: who joins before then gets it. A second press for
    the same newsletter and audience, from whatever tab, gives the mailing that is there already. Without a
    person (`user` is None) there is nobody whom a second one could check. Raises NotReadyError, NobodyError,
    NotApprovedError, TimeError; then nothing was written.
    """
    page = speaker_of(page)
    standing = queries.mailing_to(page.translation_key, rule)
    if standing:
        return standing
    check_time(at, now)
    found = [fault for each in versions(page) for fault in faults(each, now=at or now)]
    if found:
        raise NotReadyError(found)
    series = series_of(page)
    if not recipients(rule, series).exists():
        raise NobodyError(_("Nobody is in this audience, so there is nobody to send to."))
    if not queries.still_to_get(page.translation_key, rule, series).exists():
        raise NobodyError(_("Everybody in this audience has this newsletter already."))
    issue, key = issue_of(page), queries.audience_key(rule)
    approval = approval_of(page_key=page.pk, content_hash=issue.content_hash, audience_key=key)
    if user and approval is None and sending_settings().second_person:
        raise NotApprovedError(
            _(
                "Nobody else has approved exactly this letter to exactly these recipients. Ask for it first."
            )
        )
    mailing = Mailing(
        page=page,
        page_key=page.pk,
        letter_key=page.translation_key,
        revision_key=page.live_revision_id or 0,
        audience=rule.to_json(),
        audience_key=key,
        audience_sentence=sentence(rule, series.title)[:1000],
        series=series,
        send_at=at,
        content_hash=issue.content_hash,
        **words_of(issue.main),
    )
    others = [Translation(**words_of(letter)) for letter in issue.others]
    return freeze(mailing, others=others, user=user, now=now, approval=approval)


def check_time(at: dt.datetime | None, now: dt.datetime) -> None:
    """Raises TimeError."""
    if at is not None and at < now:
        raise TimeError(_("That time is over. Choose a later one, or send it now."))
    if at is not None and at > now + FARTHEST:
        raise TimeError(_("That is more than a year away. Choose an earlier time."))


def send_missing(*, mailing: Mailing, user: User, now: dt.datetime) -> Mailing:
    """Send the same letter to those of the audience who have no copy: who came since, or was left out.

    It is the letter that was frozen then, word for word. Raises NotOverError and NobodyError.
    """
    newest = queries.newest_part(mailing)
    if not newest.is_over:
        raise NotOverError(_("This newsletter is still being sent. Wait until it is over."))
    rule = Rule.stored(mailing.audience)
    if not queries.still_to_get(mailing.letter_key, rule, mailing.series).exists():
        raise NobodyError(_("Nobody is missing: everybody in this audience has it already."))
    copied = (
        "page_id",
        "page_key",
        "letter_key",
        "series_id",
        "revision_key",
        "audience",
        "audience_key",
        "audience_sentence",
        "content_hash",
        *WORDS,
    )
    values = {name: getattr(newest, name) for name in copied}
    others = [
        Translation(**{name: getattr(each, name) for name in WORDS})
        for each in newest.translations.all()
    ]
    return freeze(Mailing(part=newest.part + 1, **values), others=others, user=user, now=now)


def words_of(letter: Letter) -> dict[str, Any]:
    """What of a letter is frozen, in its language."""
    table = [[word.name, word.code, word.fallback] for word in letter.words]
    return {name: getattr(letter, name) for name in WORDS} | {"words": table}


def freeze(
    mailing: Mailing,
    *,
    others: Sequence[Translation] = (),
    user: User | None,
    now: dt.datetime,
    approval: Approval | None = None,
) -> Mailing:
    """Write the mailing down and ring for its planning; where it stands already, give that one."""
    mailing.provider, mailing.created_by, mailing.created_at = provider().name, user, now
    mailing.not_after = (mailing.send_at or now) + TIME_TO_SEND
    if mailing.send_at:
        mailing.state = Mailing.State.SCHEDULED
    try:
        with transaction.atomic():
            mailing.save(force_insert=True)
            for other in others:
                other.mailing = mailing
            Translation.objects.bulk_create(others)
            if approval:
                given_at = approval.answered_at or now
                stopping.note(mailing, Act.Kind.APPROVED, now=given_at, user=approval.answered_by)
            stopping.note(mailing, Act.Kind.PRESSED, now=now, user=user)
            # The queue is in the same database: the doorbell is rung if and only if the mailing is written.
            if mailing.send_at is None:
                plan_mailing_task.enqueue(mailing.pk)
            elif mailing.send_at - now <= SOON:
                plan_mailing_task.using(run_after=mailing.send_at).enqueue(mailing.pk)
    except IntegrityError:
        standing = queries.part_of(mailing.letter_key, mailing.audience_key, mailing.part)
        if standing is None:
            raise
        return standing
    return mailing


def send_test(
    *,
    pages: Sequence["NewsletterPage"],
    to: Sequence[User],
    user: User,
    seen_as: Member | None = None,
) -> list[NotTaken]:
    """Send these languages of a newsletter to these colleagues, marked [TEST]; those whose letter was not
    taken come back.

    As a member sees it, where one is given; else to each by their own name. `user` is who asks. Raises
    RenderingError, UnsafeHeaderError, TooManyTestsError; then nothing was sent.
    """
    letters = [render(each) for each in pages]
    count_test(user)
    missed: dict[int, NotTaken] = {}
    for letter in letters:
        for number, words in hand_over_test(letter, to, seen_as).items():
            missed[number] = NotTaken(to[number], words)
    return list(missed.values())


def hand_over_test(letter: Letter, to: Sequence[User], seen_as: Member | None) -> dict[int, str]:
    """Send one language of a test. Whose was not taken, by their place in `to`, and what was said of it."""
    with translation.override(letter.language):
        write = recipient_writer(letter.words)
        # All bear a test's token and reference; our own ids tell their answers apart.
        tests = []
        for number, person in enumerate(to):
            shown = seen_as or person
            facts = facts_of(shown, letter.words)
            tests.append(write(TEST, person.email, shown.first_name, *facts)._replace(id=number))
        content = content_of(letter, subject=f"[TEST] {letter.subject}")
    outcome = hand_over(content, tests, provider())
    missed = {}
    for number in range(len(to)):
        result = outcome.results.get(number) or outcome.common or outcome.stopped
        if result is None or result.answer is not Answer.ACCEPTED:
            missed[number] = result.words if result else ""
    return missed


def unsubscribe(*, delivery_id: int, now: dt.datetime, from_all: bool = False) -> bool:
    """Take back the yes of the member whom this delivery went to: to its series, or to all.

    False when nobody is known any more.
    """
    delivery = queries.delivery_of(delivery_id)
    if delivery is None or delivery.member is None:
        return False
    series = None if from_all else delivery.mailing.series
    withdraw_consent(member=delivery.member, series=series, now=now)
    return True


def keep_only(*, member: Member, kept: Collection[str], now: dt.datetime) -> int:
    """Take back the member's yes to every series but those of these keys; return how many.

    It only ever takes away: what is not subscribed to is left so, whatever is asked for.
    """
    left = 0
    for consent in standing_consents(member):
        if consent.series.key not in kept:
            left += withdraw_consent(member=member, series=consent.series, now=now)
    return left


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
        if found.pause == Mailing.Pause.UNPUBLISHED:
            # Who goes on has decided: from now on it is a mailing like any that was pressed now.
            stopped.update(send_at=None)
            found.send_at = None
        if found.pause == Mailing.Pause.COPIED:
            fuse.arm(now=now)
            stopping.note(found, Act.Kind.ARMED, now=now, user=user)
        state = Mailing.State.SENDING if found.planned_at else Mailing.State.PLANNING
        begin = now
        if found.send_at and found.send_at > now:
            state, begin = Mailing.State.SCHEDULED, found.send_at
        stopped.update(state=state, pause="", fault="", unknowns=0, not_after=begin + TIME_TO_SEND)
        Batch.objects.filter(mailing=found, state=Batch.State.READY).update(retry_at=None)
        stopping.note(found, Act.Kind.RESUMED, now=now, user=user)
        if found.planned_at:
            ring(found.pk)
        else:
            plan_mailing_task.enqueue(found.pk)
    return True


def cancel(*, mailing: Mailing, user: User, now: dt.datetime) -> bool:
    """Send nothing more of this mailing. What is out is out; what is being handed over is brought to its end.

    One whose time has not come is stopped as if it had never been pressed. True when it was under way.
    """
    under_way = [*stopping.UNDER_WAY, Mailing.State.PAUSED]
    with transaction.atomic():
        open_now = Mailing.objects.filter(pk=mailing.pk, state__in=under_way)
        if not open_now.update(state=Mailing.State.CANCELLED, pause="", fault="", finished_at=now):
            return False
        stopping.cancel_ready(mailing)
        has_begun = Mailing.objects.filter(pk=mailing.pk, planned_at__isnull=False).exists()
        kind = Act.Kind.CANCELLED if has_begun else Act.Kind.STOPPED
        stopping.note(mailing, kind, now=now, user=user)
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
