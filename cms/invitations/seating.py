"""The seats of a day: who holds one, and who is next. Every way in which a seat is taken or becomes free
comes through here, under the lock of the day's own row.

The rule, which every letter about it repeats: seats are offered strictly in the order in which people signed
up. A party waits until there is room for all of it, unless it has said »I come alone«, and nobody behind it
is let past. Only where an organisation has all the seats it may have, its people keep their place and those
of others go by.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Count, Max

from .models import Registration, SeatEvent, events
from .questions import forget_said

if TYPE_CHECKING:
    from .pages import InvitationPage

State, What = Registration.State, SeatEvent.What
# An offer lasts two days, and less when the day is near; never past its beginning.
OFFER_LASTS = dt.timedelta(days=2)
SHORTEST_OFFER = dt.timedelta(hours=1)
PART_OF_THE_TIME_LEFT = 4
NO_LIMIT = math.inf
# Read so many waiting parties at a time.
CHUNK = 100


@dataclass
class Settled:
    """What a walk along the line came to: parties, each known by its first member, and guests for whom there
    was no room, so that the member comes alone.
    """

    seated: list[Registration] = field(default_factory=list)
    offered: list[Registration] = field(default_factory=list)
    left: list[Registration] = field(default_factory=list)


def lock(invitation_id: int) -> "InvitationPage":
    """The day, whose row nobody else holds until the transaction ends."""
    days = apps.get_model("cms.InvitationPage").objects
    # Only our own row: editors save the rest of the page meanwhile.
    days.select_for_update(of=("self",)).get(pk=invitation_id)
    # Read again: what stood in the row before we had it may be old.
    return days.get(pk=invitation_id)


def next_number(invitation_id: int) -> int:
    taken = Registration.objects.filter(invitation=invitation_id).aggregate(last=Max("number"))
    return (taken["last"] or 0) + 1


def free_seats(day: "InvitationPage") -> float:
    """Seats that nobody holds, or NO_LIMIT. Below zero when seats were taken away."""
    if day.seats is None:
        return NO_LIMIT
    return day.seats - day.registrations.holding().count()


def offer_until(day: "InvitationPage", now: dt.datetime) -> dt.datetime:
    """When an offer made now ends: in two days, or a quarter of the time that is left, at least an hour."""
    left = day.starts_at - now
    lasts = min(OFFER_LASTS, max(SHORTEST_OFFER, left / PART_OF_THE_TIME_LEFT))
    return min(now + lasts, day.starts_at)


def settle(
    day: "InvitationPage",
    *,
    now: dt.datetime,
    arriving: Registration | None = None,
    by: Any = None,
) -> Settled:
    """Walk along the line and give what is free. Belongs under `lock`.

    The party that is `arriving` is seated at once where it is its turn; all others are offered their seats.
    Nobody is offered a seat at a day that has begun or is cancelled. `by` is the editor who asked for it.
    """
    done = Settled()
    free = free_seats(day)
    if day.starts_at <= now or day.is_cancelled or free <= 0:
        return done
    held = held_by_organisations(day)
    for party in line(day):
        if free <= 0:
            break
        fewest = 1 if party.comes_alone else len(party.party)
        room = room_of(party, day, held)
        if room < fewest:
            continue
        if free < fewest:
            break
        taken = keep(party, min(free, room), done, now, by)
        give(party, taken, day, done, now=now, at_once=party == arriving, by=by)
        held[party.organisation_id] += len(taken)
        free -= len(taken)
    return done


def line(day: "InvitationPage") -> Iterable[Registration]:
    """Those who wait, in the order in which they came."""
    waiting = day.registrations.waiting().hosts().order_by("number")
    waiting = waiting.select_related("member").prefetch_related("guests")
    return waiting.iterator(CHUNK)


def held_by_organisations(day: "InvitationPage") -> Counter[int | None]:
    """{organisation's id: seats its people hold}; empty where that does not matter."""
    if day.seats_per_organisation is None:
        return Counter()
    held = day.registrations.holding().order_by().values_list("organisation")
    return Counter(dict(held.annotate(seats=Count("pk"))))


def room_of(party: Registration, day: "InvitationPage", held: Counter[int | None]) -> float:
    """How many more seats the party's organisation may have."""
    if day.seats_per_organisation is None or party.organisation_id is None:
        return NO_LIMIT
    return day.seats_per_organisation - held[party.organisation_id]


def keep(
    party: Registration, room: float, done: Settled, now: dt.datetime, by: Any
) -> list[Registration]:
    """Those of the party for whom there is room: all, or the member alone, whose guests then stay at home."""
    whole = party.party
    if len(whole) <= room:
        return whole
    left = whole[1:]
    cancel_all(left, now=now)
    events(left, What.CAME_ALONE, now, by)
    done.left += left
    return whole[:1]


def give(
    party: Registration,
    taken: list[Registration],
    day: "InvitationPage",
    done: Settled,
    *,
    now: dt.datetime,
    at_once: bool,
    by: Any,
) -> None:
    if at_once:
        seat_all(taken, now=now)
        events(taken, What.SEATED, now, by)
        done.seated.append(party)
    else:
        update(taken, state=State.OFFERED, offered_until=offer_until(day, now))
        events(taken, What.OFFERED, now, by)
        done.offered.append(party)


def seat_all(registrations: list[Registration], *, now: dt.datetime) -> None:
    update(registrations, state=State.SEATED, seated_at=now, offered_until=None)


def cancel_all(registrations: list[Registration], *, now: dt.datetime) -> None:
    # Where nobody comes, nobody needs to know what they eat.
    forget_said(registrations)
    update(registrations, state=State.CANCELLED, cancelled_at=now, offered_until=None)


def update(registrations: list[Registration], **values: object) -> None:
    """Write the same to all of them, and to the objects in hand."""
    Registration.objects.filter(pk__in=[one.pk for one in registrations]).update(**values)
    for one in registrations:
        for name, value in values.items():
            setattr(one, name, value)
