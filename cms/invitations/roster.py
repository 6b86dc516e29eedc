"""Everybody who is registered for one day, read once and lightly: counted, sorted as Danes do, and searched.

No database compares names without case and accents, so the day's names are compared here, folded.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cms.organisations.names import folded, in_danish_order

from .models import Registration, RegistrationQuerySet

if TYPE_CHECKING:
    from .pages import InvitationPage

State = Registration.State
MOST_TYPED, MOST_WORDS = 100, 6
# Sorts behind every name.
LAST = "\uffff"


class Shown(TextChoices):
    """Whom a list can be narrowed to."""

    STANDING = "standing", _("All who are signed up")
    SEATED = "seated", _("Has a seat")
    OFFERED = "offered", _("Is offered a seat")
    WAITING = "waiting", _("Waits for a seat")
    CAME = "came", _("Came")
    MISSING = "missing", _("Has a seat, has not come")
    CANCELLED = "cancelled", _("Has cancelled")


@dataclass(frozen=True, slots=True)
class Row:
    """One registration. `name` is empty where a pass was not used yet, or somebody is erased."""

    pk: int
    code: str
    number: int
    state: str
    came_at: dt.datetime | None
    host_id: int | None
    name: str
    host_name: str
    organisation: str

    @property
    def is_standing(self) -> bool:
        return self.state != State.CANCELLED

    @property
    def order(self) -> tuple[str, int]:
        return in_danish_order(self.name or self.host_name) or LAST, self.number

    @property
    def words(self) -> list[str]:
        """What it is found by."""
        return folded(f"{self.name or self.host_name} {self.organisation}").split()


@dataclass(frozen=True)
class Numbers:
    limit: int | None
    seated: int
    offered: int
    waiting: int
    came: int

    @property
    def free(self) -> int | None:
        """Seats that nobody holds; None where there is no limit."""
        return None if self.limit is None else max(0, self.limit - self.seated - self.offered)


COLUMNS = (
    "pk",
    "code",
    "number",
    "state",
    "checked_in_at",
    "host_id",
    "first_name",
    "last_name",
    "member__first_name",
    "member__last_name",
    "host__member__first_name",
    "host__member__last_name",
    "organisation__name",
    "organisation_name",
)


def roster(day: "InvitationPage") -> list[Row]:
    """One query. In the order in which they signed up."""
    found = day.registrations.order_by("number").values_list(*COLUMNS)
    return [
        Row(
            *(pk, code, number, state, came_at, host_id),
            name=full_name(first, last) or full_name(member_first, member_last),
            host_name=full_name(host_first, host_last),
            organisation=organisation or written,
        )
        for (
            *(pk, code, number, state, came_at, host_id),
            first,
            last,
            member_first,
            member_last,
            host_first,
            host_last,
            organisation,
            written,
        ) in found
    ]


def full_name(first: str | None, last: str | None) -> str:
    return f"{first or ''} {last or ''}".strip()


def numbers(day: "InvitationPage", rows: Collection[Row]) -> Numbers:
    states = [row.state for row in rows]
    return Numbers(
        limit=day.seats,
        seated=states.count(State.SEATED),
        offered=states.count(State.OFFERED),
        waiting=states.count(State.WAITING),
        came=sum(row.came_at is not None for row in rows),
    )


def places(rows: Iterable[Row]) -> dict[int, int]:
    """{registration's id: place in the line}, of those who wait by themselves."""
    line = [row.pk for row in rows if row.state == State.WAITING and row.host_id is None]
    return {pk: place for place, pk in enumerate(line, 1)}


def narrowed(rows: Iterable[Row], shown: Shown) -> list[Row]:
    return [row for row in rows if fits(row, shown)]


def fits(row: Row, shown: Shown) -> bool:
    if shown == Shown.STANDING:
        return row.is_standing
    if shown == Shown.CAME:
        return row.came_at is not None
    if shown == Shown.MISSING:
        return row.state == State.SEATED and row.came_at is None
    return row.state == shown.value


def searched(rows: Iterable[Row], typed: str) -> list[Row]:
    """Those in whose name or organisation each typed word begins a word."""
    asked = folded(typed[:MOST_TYPED]).split()[:MOST_WORDS]
    if typed.strip() and not asked:
        return []
    return [row for row in rows if begins(row.words, asked)] if asked else list(rows)


def begins(words: list[str], asked: list[str]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in asked)


def by_name(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.order)


def registrations_of(rows: Iterable[Row]) -> list[Registration]:
    """The whole registrations of these rows, in their order, with what a page shows of each."""
    order = {row.pk: place for place, row in enumerate(rows)}
    found = whole().filter(pk__in=order)
    return sorted(found, key=lambda one: order[one.pk])


def whole() -> RegistrationQuerySet:
    return Registration.objects.select_related(
        "member", "organisation", "host__member"
    ).prefetch_related("events__by")
