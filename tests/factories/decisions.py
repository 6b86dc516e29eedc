"""Decisions of a season for tests, at whichever step the test is about."""

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from cms.participation.decisions.models import Ballot, Decision, Option
from cms.seasons.models import Season

from .people import make_member

DAY = dt.timedelta(days=1)
_numbers = itertools.count(1)
# How many days from now each step begins, when the decision stands at the step of this name.
STEPS = {
    "before": (1, 10, 20, 30),
    "consultation": (-1, 10, 20, 30),
    "options": (-20, -1, 10, 20),
    "vote": (-30, -20, -1, 10),
    "closed": (-40, -30, -20, -1),
}


def make_season(ends_in: int = 60, **fields: Any) -> Season:
    today = timezone.localdate()
    fields.setdefault("name", f"Periode {next(_numbers)}")
    fields.setdefault("starts_on", today - dt.timedelta(days=200))
    fields.setdefault("ends_on", today + dt.timedelta(days=ends_in))
    return Season.objects.create(**fields)


def make_decision(step: str = "vote", *, options: int = 2, **fields: Any) -> Decision:
    """A decision at this step; members are not asked to renew yet, unless the test says so."""
    now = timezone.now()
    opens, closes, vote_opens, vote_closes = (now + days * DAY for days in STEPS[step])
    fields.setdefault("season", None)
    fields["season"] = fields["season"] or make_season()
    fields.setdefault("question", "Hvad kommer efter foråret?")
    fields.setdefault("asks_at", now + 40 * DAY)
    decision = Decision.objects.create(
        consultation_opens_at=opens,
        consultation_closes_at=closes,
        vote_opens_at=vote_opens,
        vote_closes_at=vote_closes,
        **fields,
    )
    for number in range(options):
        Option.objects.create(decision=decision, title=f"Mulighed {number + 1}", sort_order=number)
    return decision


def options_of(decision: Decision) -> list[Option]:
    return list(Option.objects.filter(decision=decision).order_by("sort_order"))


def give_ballots(option: Option, count: int) -> None:
    for _ in range(count):
        Ballot.objects.create(
            decision=option.decision,
            option=option,
            member=make_member(consent=False),
            at=timezone.now(),
        )
