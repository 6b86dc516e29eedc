"""The living invitation: who was told what, what is another now, and the letter that says only that.

Nothing goes out by itself. What a page says is compared with what each person was last told, so a change that
was undone before anybody confirmed it is none, and two earlier versions are two differences. Letters go in
batches; whoever is left when the page changes once more gets a new draft, from what they were told.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.caching import version
from cms.errors import NetworkError
from cms.mail.actions import AddressError

from . import queries, seating, telling
from .facts import (
    Difference,
    Said,
    concerns_those_who_wait,
    differences,
    digest_of,
    facts_of,
    said_by,
)
from .letters import CHANGED, DAY_CANCELLED
from .memory import Change, Facts
from .models import Registration, RegistrationQuerySet

if TYPE_CHECKING:
    from .pages import InvitationPage

State, Verdict = Registration.State, Change.Verdict
CANCELLED, RESTORED = "network.day.cancel", "network.day.restore"
AT_ONCE = 200
DAYS_AT_ONCE = 50


class NothingToTellError(NetworkError):
    """All know what the page says, or somebody else has decided already."""

    code = "nothing_to_tell"
    status = 409


class ChangedMeanwhileError(NetworkError):
    """The page, or who is signed up, is not as the editor saw it."""

    code = "changed_meanwhile"
    status = 409


class DayOverError(NetworkError):
    """The day has been held, so it can be neither cancelled nor brought back."""

    code = "day_over"
    status = 409


@dataclass(frozen=True)
class Group:
    """People who were told the same, and what they do not know yet."""

    facts: Facts
    page: "InvitationPage"
    said: Said
    digest: str
    seated: int = 0
    others: int = 0

    @property
    def people(self) -> int:
        """Who hears of it: those with a seat, and those who wait if it is about when and where."""
        return self.seated + (self.others if self.concerns_others else 0)

    @property
    def concerns_others(self) -> bool:
        return concerns_those_who_wait(self.facts.said, self.said)

    @property
    def step(self) -> list[Any]:
        return [self.facts.pk, self.digest]

    @property
    def differences(self) -> list[Difference]:
        return differences(self.facts.said, self.said)


def pending(day: "InvitationPage", now: dt.datetime) -> list[Group]:
    """The groups at this day who know something that does not hold any more, the largest first."""
    return next(iter(all_pending(now, Q(invitation=day)).values()), [])


def all_pending(now: dt.datetime, only: Q | None = None) -> dict[int, list[Group]]:
    """{id of a day: its groups}, of all days to come. A fixed number of queries."""
    standing = Registration.objects.standing().filter(
        only or Q(), invitation__ends_at__gt=now, invitation__live=True, told__isnull=False
    )
    rows = standing.order_by("invitation__starts_at", "told").values_list("invitation", "told")
    counts = list(rows.annotate(seated=Count("pk", filter=Q(state=State.SEATED)), all=Count("pk")))
    told = Facts.objects.select_related("invitation").in_bulk({row[1] for row in counts})
    days = apps.get_model("cms.InvitationPage").objects.in_bulk({row[0] for row in counts})
    decided = decided_steps(days)
    found: dict[int, list[Group]] = {}
    for day_id, facts_id, seated, every in counts:
        group = group_of(told[facts_id], days[day_id], seated, every - seated)
        is_known = group.digest == group.facts.digest or tuple(group.step) in decided
        was_cancelled = group.facts.said["is_cancelled"] and group.said["is_cancelled"]
        if group.people and not is_known and not was_cancelled:
            found.setdefault(day_id, []).append(group)
    return {day: sorted(groups, key=lambda one: -one.people) for day, groups in found.items()}


def decided_steps(days: Iterable[int]) -> set[tuple[int, str]]:
    """What an editor wants nobody to be told, and what people are being told at this moment."""
    decisions = Change.objects.filter(invitation__in=list(days))
    standing = decisions.filter(Q(verdict=Verdict.SILENT) | Q(done_at=None))
    return {(step[0], step[1]) for change in standing for step in change.steps}


def group_of(facts: Facts, day: "InvitationPage", seated: int = 0, others: int = 0) -> Group:
    # People were told in their language, so that is the page which they are told of again.
    page = facts.invitation if facts.invitation.live else day
    said = said_by(page)
    return Group(facts, page, said, digest_of(said), seated, others)


def key_of(groups: list[Group]) -> str:
    """What an editor saw: another page or other people have another key."""
    seen = sorted((*map(str, group.step), str(group.people)) for group in groups)
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


def hearers(day: "InvitationPage", group: Group) -> RegistrationQuerySet:
    """The registrations that a letter about this difference is for."""
    found = day.registrations.standing().filter(told=group.facts)
    if not group.concerns_others:
        found = found.seated()
    return found.select_related("member", "host__member", "invitation").order_by("number")


@transaction.atomic
def decide(
    *,
    day: "InvitationPage",
    verdict: str,
    seen: str,
    note: str = "",
    by: Any = None,
    now: dt.datetime,
) -> Change:
    """Tell those concerned, or remember that nobody needs to know. Pressed twice, it is done once.

    `seen` is the key of what the editor saw. Raises NothingToTellError, ChangedMeanwhileError.
    """
    day = seating.lock(day.pk)
    groups = pending(day, now)
    if not groups:
        raise NothingToTellError(_("Everybody knows what the page says. Nothing was sent."))
    if key_of(groups) != seen:
        raise ChangedMeanwhileError(
            _("The day or those signed up have changed since you looked. Look once more.")
        )
    return begin(day, groups, verdict, note=note, by=by, now=now)


def begin(
    day: "InvitationPage",
    groups: list[Group],
    verdict: str,
    *,
    note: str,
    by: Any,
    now: dt.datetime,
) -> Change:
    """Write the decision down, and tell the first of them. Belongs under the day's lock."""
    change = Change.objects.create(
        invitation=day,
        verdict=verdict,
        steps=[group.step for group in groups],
        note=note,
        by=by,
        at=now,
        done_at=now if verdict == Verdict.SILENT else None,
    )
    if verdict == Verdict.TELL:
        tell(change=change, now=now)
        change.refresh_from_db()
    return change


@transaction.atomic
def tell(*, change: Change, now: dt.datetime, most: int | None = None) -> int:
    """Write to those who are still to be told, at most so many. Returns to how many."""
    most = AT_ONCE if most is None else most
    day = seating.lock(change.invitation_id)
    found = Change.objects.under_way().filter(pk=change.pk).first()
    if found is None:
        return 0
    waiting = to_tell(day, found, now, most)
    posted = sum(tell_one(one, group, found, now) for one, group in waiting)
    found.told += posted
    if len(waiting) < most:
        found.done_at = now
    found.save(update_fields=["told", "done_at"])
    return posted


def to_tell(
    day: "InvitationPage", change: Change, now: dt.datetime, most: int
) -> list[tuple[Registration, Group]]:
    """Nobody where the day is over; and nobody of a group whose page says something else again."""
    found: list[tuple[Registration, Group]] = []
    if day.ends_at <= now:
        return found
    told = Facts.objects.select_related("invitation").in_bulk([step[0] for step in change.steps])
    for facts_id, digest in change.steps:
        group = group_of(told[facts_id], day) if facts_id in told else None
        if group and group.digest == digest and len(found) < most:
            found += [(one, group) for one in hearers(day, group)[: most - len(found)]]
    return found


def tell_one(registration: Registration, group: Group, change: Change, now: dt.datetime) -> bool:
    is_seated = registration.state == State.SEATED
    is_cancelled = group.said["is_cancelled"]
    kind = DAY_CANCELLED if is_cancelled else CHANGED
    method = "CANCEL" if is_cancelled else "REQUEST"
    person = registration.person
    with translation.override((person and person.language) or settings.LANGUAGE_CODE):
        values = values_of(group, change.note, has_entry=is_seated)
    try:
        is_told = telling.say(
            registration,
            kind,
            values,
            now=now,
            method=method if is_seated else "",
            not_after=group.page.ends_at if group.page.ends_at > now else None,
            key=f"changed:{change.pk}:{registration.pk}",
        )
    except AddressError:
        is_told = False
    if not is_told:
        # Nobody who could be told; whoever can again begins anew.
        telling.remember(registration, None)
    return is_told


def values_of(group: Group, note: str, *, has_entry: bool) -> dict[str, Any]:
    """What a letter about this difference says besides the day itself, in the active language."""
    if group.said["is_cancelled"]:
        return {"because": note or None, "has_entry": has_entry}
    found = group.differences
    return {
        "names": [one.name for one in found],
        "before": [one.before for one in found],
        "after": [one.after for one in found],
        "note": note or None,
        "has_entry": has_entry,
    }


@transaction.atomic
def cancel_day(*, day: "InvitationPage", because: str, by: Any, now: dt.datetime) -> int:
    """Say on the page that the day does not take place, and tell everybody who is signed up.

    Their registrations stand, in case it takes place after all. Twice changes nothing. Returns how many
    letters were written now; the rest follow. Raises DayOverError.
    """
    day = seating.lock(queries.day_of(day).pk)
    if day.is_cancelled:
        return 0
    check_not_over(day, now)
    begin_to_remember(day)
    write_on_pages(day, cancelled_at=now, cancelled_because=because)
    log(instance=day, action=CANCELLED, user=by, data={"because": because})
    day.refresh_from_db()
    groups = everybody(day)
    if not groups:
        return 0
    return begin(day, groups, Verdict.TELL, note=because, by=by, now=now).told


@transaction.atomic
def restore_day(*, day: "InvitationPage", by: Any, now: dt.datetime) -> bool:
    """The day takes place after all. Those who were told otherwise wait for an editor's word, as with any
    change. Raises DayOverError.
    """
    day = seating.lock(queries.day_of(day).pk)
    if not day.is_cancelled:
        return False
    check_not_over(day, now)
    write_on_pages(day, cancelled_at=None, cancelled_because="")
    log(instance=day, action=RESTORED, user=by)
    return True


def everybody(day: "InvitationPage") -> list[Group]:
    """All groups who do not know of it, without asking how many they are."""
    told = day.registrations.standing().exclude(told=None).values("told")
    facts = Facts.objects.filter(pk__in=told).select_related("invitation").order_by("pk")
    groups = [group_of(one, day) for one in facts]
    return [group for group in groups if group.digest != group.facts.digest]


def begin_to_remember(day: "InvitationPage") -> int:
    """Who was registered before anything was remembered is taken to know what the page says now."""
    strangers = day.registrations.standing().filter(told=None)
    known = strangers.filter(Q(member__isnull=False) | ~Q(email_key=""))
    return known.update(told=facts_of(day)) if known.exists() else 0


def remember_all(*, now: dt.datetime) -> int:
    """What a tick does for registrations from before anything was remembered."""
    strangers = Registration.objects.standing().filter(told=None, invitation__ends_at__gt=now)
    known = strangers.filter(Q(member__isnull=False) | ~Q(email_key=""))
    ids = known.order_by().values("invitation").distinct()
    days = apps.get_model("cms.InvitationPage").objects.filter(pk__in=ids)[:DAYS_AT_ONCE]
    return sum(begin_to_remember(day) for day in days)


def write_on_pages(day: "InvitationPage", **values: Any) -> None:
    """On the day's page in every language."""
    pages = apps.get_model("cms.InvitationPage").objects
    pages.filter(translation_key=day.translation_key).update(**values)
    # No signal tells of an update.
    version.bump()


def check_not_over(day: "InvitationPage", now: dt.datetime) -> None:
    if day.ends_at <= now:
        raise DayOverError(_("The day is over, so it can neither be cancelled nor brought back."))


def continue_telling(*, now: dt.datetime) -> int:
    """What a tick does: go on with what is under way. Returns how many letters were written."""
    under_way = Change.objects.under_way().order_by("pk")[:AT_ONCE]
    left, posted = AT_ONCE, 0
    for change in under_way:
        if left <= 0:
            break
        done = tell(change=change, now=now, most=left)
        posted, left = posted + done, left - done
    return posted
