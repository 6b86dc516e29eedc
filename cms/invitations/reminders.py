"""Letters that go by themselves before and after a day: each rule one row of one table.

A rule has a moment, by the clock in Copenhagen, and a time after which it is of no use; a tick that comes
late catches up in between. Whoever got the seat after the moment has just been told all of it. An editor
reads the rules in words on the invitation's page, and can switch each of them off there.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.mail.actions import AddressError
from cms.mail.kinds import Kind

from . import queries, seating, telling
from .letters import REMINDER, THANKS
from .memory import Reminder
from .models import Registration, RegistrationQuerySet
from .mornings import morning

if TYPE_CHECKING:
    from .pages import InvitationPage

LONGEST_BEFORE, LONGEST_AFTER = dt.timedelta(days=9), dt.timedelta(days=9)
MOST_AT_ONCE = 200
# Of a day.
Moment = Callable[[Any], dt.datetime]


@dataclass(frozen=True)
class Rule:
    """`switch` is the page's own field that lets the rule be; `who` picks among those with a seat."""

    name: str
    words: str | Promise
    switch: str
    moment: Moment
    until: Moment
    who: Callable[["InvitationPage"], RegistrationQuerySet]
    kind: Kind


def seated(day: "InvitationPage") -> RegistrationQuerySet:
    return day.registrations.seated()


def came(day: "InvitationPage") -> RegistrationQuerySet:
    """Those who were checked in; where nobody was, those who had a seat."""
    there = seated(day).exclude(checked_in_at=None)
    return there if there.exists() else seated(day)


RULES = (
    Rule(
        name="week",
        words=_("Seven days before, everybody with a seat gets a letter that says when and where."),
        switch="reminds_a_week_before",
        moment=lambda day: morning(day.starts_at, -7),
        until=lambda day: morning(day.starts_at, -1),
        who=seated,
        kind=REMINDER,
    ),
    Rule(
        name="day",
        words=_("The day before, everybody with a seat gets a letter that says when and where."),
        switch="reminds_a_day_before",
        moment=lambda day: morning(day.starts_at, -1),
        until=lambda day: day.starts_at,
        who=seated,
        kind=REMINDER,
    ),
    Rule(
        name="thanks",
        words=_("The day after, those who came get a letter that leads to the day's material."),
        switch="thanks_afterwards",
        moment=lambda day: morning(day.ends_at, 1),
        until=lambda day: morning(day.ends_at, 8),
        who=came,
        kind=THANKS,
    ),
)


def applies(rule: Rule, day: "InvitationPage", now: dt.datetime) -> bool:
    if not getattr(day, rule.switch) or day.is_cancelled or not day.live:
        return False
    return rule.moment(day) <= now < rule.until(day)


def due(rule: Rule, day: "InvitationPage") -> RegistrationQuerySet:
    """Those for whom it is time, and whom this rule has not reminded."""
    reminded = Reminder.objects.filter(registration=OuterRef("pk"), rule=rule.name)
    found = rule.who(day).filter(~Exists(reminded), seated_at__lte=rule.moment(day))
    return found.select_related("member", "host__member", "invitation").order_by("number")


def remind(*, now: dt.datetime) -> int:
    """What a tick does. Safe to run at any time, in parallel. Returns how many letters were written."""
    near = apps.get_model("cms.InvitationPage").objects.filter(
        live=True,
        cancelled_at=None,
        starts_at__lt=now + LONGEST_BEFORE,
        ends_at__gt=now - LONGEST_AFTER,
        registrations__state=Registration.State.SEATED,
    )
    left, posted = MOST_AT_ONCE, 0
    for day in near.distinct().order_by("starts_at", "pk"):
        for rule in RULES:
            if left > 0 and applies(rule, day, now) and due(rule, day).exists():
                done = remind_day(day, rule, left, now)
                posted, left = posted + done, left - done
    return posted


@transaction.atomic
def remind_day(day: "InvitationPage", rule: Rule, most: int, now: dt.datetime) -> int:
    day = seating.lock(day.pk)
    if not applies(rule, day, now):
        return 0
    found = list(due(rule, day)[:most])
    Reminder.objects.bulk_create(
        Reminder(registration=one, rule=rule.name, at=now) for one in found
    )
    return sum(remind_one(one, rule, day, now) for one in found)


def remind_one(
    registration: Registration, rule: Rule, day: "InvitationPage", now: dt.datetime
) -> bool:
    key = f"reminder:{rule.name}:{registration.pk}"
    values = {}
    if rule.kind == THANKS and registration.person:
        # What is gathered stands on the page itself, in the reader's language.
        page = queries.spoken(day, registration.person.language)
        values["own_url"] = telling.own_page(page)
    until = rule.until(day)
    try:
        return telling.say(registration, rule.kind, values, now=now, not_after=until, key=key)
    except AddressError:
        return False
