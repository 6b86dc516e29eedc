"""What people are written to about their seat at a day."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.mail.kinds import Kind, register

DAY: dict[str, Any] = {
    "name": "Anna",
    "title": "Bygninger, der giver mere, end de tager",
    "starts_at": dt.datetime(2026, 2, 25, 9, 0, tzinfo=dt.UTC),
    "ends_at": dt.datetime(2026, 2, 25, 15, 0, tzinfo=dt.UTC),
    "place": "Rådhuset, Nytorv 9, 5500 Middelfart",
    "own_url": "/netvaerksdage/bygninger/tilmelding/",
}
UNTIL = dt.datetime(2026, 2, 20, 10, 0, tzinfo=dt.UTC)

SEATED = register(
    Kind(
        name="invitations.seated",
        label=_("You have a seat"),
        template="cms/invitations/letters/seated",
        sample=DAY | {"guests": 1},
    )
)
WAITING = register(
    Kind(
        name="invitations.waiting",
        label=_("You are on the waiting list"),
        template="cms/invitations/letters/waiting",
        sample=DAY | {"guests": 1, "place_in_line": 3},
    )
)
OFFERED = register(
    Kind(
        name="invitations.offered",
        label=_("A seat is free for you"),
        template="cms/invitations/letters/offered",
        sample=DAY | {"guests": 1, "until": UNTIL},
    )
)
EXPIRED = register(
    Kind(
        name="invitations.expired",
        label=_("The seat went to the next in the line"),
        template="cms/invitations/letters/expired",
        sample=DAY,
    )
)
CANCELLED = register(
    Kind(
        name="invitations.cancelled",
        label=_("You are no longer signed up"),
        template="cms/invitations/letters/cancelled",
        sample=DAY,
    )
)
# It holds nothing that a visitor typed, as anybody can type any address.
CONFIRM = register(
    Kind(
        name="invitations.confirm_seat",
        label=_("Confirm that you want to come"),
        template="cms/invitations/letters/confirm_seat",
        sample={name: value for name, value in DAY.items() if name not in ("name", "own_url")}
        | {
            "confirm_url": "/deltag/bekraeft/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG/",
            "until": UNTIL,
        },
        is_secret=True,
        keep_days=7,
    )
)
# What is another now: names, and what each was before and is after, in the same order.
CHANGED = register(
    Kind(
        name="invitations.changed",
        label=_("Something about the day has changed"),
        template="cms/invitations/letters/changed",
        sample=DAY
        | {
            "names": ["Sted"],
            "before": ["Rådhuset, Middelfart"],
            "after": ["Kulturøen, Middelfart"],
            "note": "Der er gratis parkering.",
            "has_entry": True,
        },
        lifetime=dt.timedelta(days=7),
    )
)
DAY_CANCELLED = register(
    Kind(
        name="invitations.day_cancelled",
        label=_("The day is cancelled"),
        template="cms/invitations/letters/day_cancelled",
        sample=DAY | {"because": "Oplægsholderen er syg.", "has_entry": True},
        lifetime=dt.timedelta(days=7),
    )
)
REMINDER = register(
    Kind(
        name="invitations.reminder",
        label=_("Reminder of a day"),
        template="cms/invitations/letters/reminder",
        sample=DAY,
    )
)
# Not of a seat that somebody has, so its foot says how to get no more of them.
DEADLINE = register(
    Kind(
        name="invitations.deadline",
        label=_("The deadline is near"),
        template="cms/invitations/letters/deadline",
        sample={name: value for name, value in DAY.items() if name != "own_url"}
        | {
            "deadline": UNTIL,
            "series": "Invitationer",
            "sign_up_url": "/netvaerksdage/bygninger/tilmeld/",
            "leave_url": "/nej-tak/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG/",
        },
    )
)
THANKS = register(
    Kind(
        name="invitations.thanks",
        label=_("After the day: the material"),
        template="cms/invitations/letters/thanks",
        sample=DAY,
        lifetime=dt.timedelta(days=7),
    )
)
