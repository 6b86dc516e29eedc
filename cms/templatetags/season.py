"""`{% load season %}`: the season as a line with its days.

Days keep their true place on the line, while their words stand in columns of equal width below; a
thin line leads from one to the other, so words never collide. All places are percentages in SVG
attributes: the content security policy allows no inline styles.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template
from django.utils import formats, timezone
from django.utils.translation import get_language

from cms.seasons.models import Season

if TYPE_CHECKING:
    from cms.invitations.pages import InvitationPage

register = template.Library()

#: More days than this do not fit beside each other on a page of 76 rem.
MOST_COLUMNS = 8
#: A season with more months than this shows no month names.
MOST_MONTHS = 18


@dataclass(frozen=True, slots=True)
class RailDay:
    """A day's place on the line (`x`) and of its words (`column`), as percentages like "27.5%"."""

    invitation: "InvitationPage"
    x: str
    column: str
    state: str  # "past", "next" or "coming"


@register.inclusion_tag("includes/season_rail.html")
def season_rail(season: Season, days: Iterable["InvitationPage"], now: dt.datetime) -> dict:
    """The rail of one season; `days` soonest first."""
    today = timezone.localdate(now)
    placed = rail_days(season, list(days), now)
    return {
        "season": season,
        "days": placed,
        "months": months(season),
        "running": season.starts_on <= today <= season.ends_on,
        "gone": percent(season, today),
        "drawn": len(placed) <= MOST_COLUMNS,
    }


def rail_days(season: Season, days: list["InvitationPage"], now: dt.datetime) -> list[RailDay]:
    placed = []
    found_next = False
    for position, invitation in enumerate(days):
        state = "past" if invitation.is_past(now) else "coming"
        if state == "coming" and not found_next:
            state, found_next = "next", True
        column = (position + 0.5) / len(days) * 100
        x = percent(season, timezone.localdate(invitation.starts_at))
        placed.append(RailDay(invitation, x, f"{column:.2f}%", state))
    return placed


def percent(season: Season, date: dt.date) -> str:
    """How far into the season a date lies: "0.00%" on its first day, never outside the line."""
    length = max((season.ends_on - season.starts_on).days, 1)
    share = (date - season.starts_on).days / length
    return f"{min(max(share, 0), 1) * 100:.2f}%"


def months(season: Season) -> list[tuple[str, str, str]]:
    """For each month: (where it begins, where its name stands, its short name)."""
    found = []
    first = season.starts_on.replace(day=1)
    while first <= season.ends_on and len(found) <= MOST_MONTHS:
        following = (first + dt.timedelta(days=32)).replace(day=1)
        start = max(first, season.starts_on)
        end = min(following, season.ends_on)
        middle = start + (end - start) / 2
        if (end - start).days > 12:  # a sliver of a month has no room for its name
            found.append((percent(season, start), percent(season, middle), _name(first)))
        first = following
    return found if len(found) <= MOST_MONTHS else []


def _name(month: dt.date) -> str:
    name = formats.date_format(month, "M").rstrip(".")
    # Danish writes months small; Django's list of short names does not.
    return name if (get_language() or "da").startswith("en") else name.lower()
