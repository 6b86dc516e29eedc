"""Whether those who are invited can still come, and know what they must."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from .draft import Draft
from .fault import Fault, warning


def invites_to_days_to_come(draft: Draft) -> Iterator[Fault]:
    for place in draft.of_kind("invitation", "facts"):
        day = place.value["page"]
        if day is None:
            continue
        names = place.names | {"title": day.title}
        if day.is_cancelled:
            words = _(
                "Block %(number)s (%(kind)s) invites to »%(title)s«, which is cancelled. "
                "Take the block out, unless it is meant to say so."
            )
            yield warning(words % names, place.id)
        elif day.starts_at <= draft.now:
            words = _(
                "Block %(number)s (%(kind)s) invites to »%(title)s«, which is over or has begun. "
                "Take the block out, or pick a day to come."
            )
            yield warning(words % names, place.id)
        elif day.deadline_at and day.deadline_at <= draft.now:
            words = _(
                "Block %(number)s (%(kind)s) invites to »%(title)s«, whose deadline has passed. "
                "Move the deadline on that page, or take the block out."
            )
            yield warning(words % names, place.id)


def says_what_guests_ask(draft: Draft) -> Iterator[Fault]:
    for place in draft.of_kind("invitation", "facts"):
        day = place.value["page"]
        missing = missing_facts(day) if day is not None else []
        if missing:
            words = _(
                "Block %(number)s (%(kind)s): »%(title)s« does not say its %(facts)s. "
                "Fill it in on that page."
            )
            names = place.names | {"title": day.title, "facts": ", ".join(missing)}
            yield warning(words % names, place.id)


def missing_facts(day: Any) -> list[str]:
    """What an invitation does not say, in words. A webinar is everywhere, so it needs no place."""
    facts = {
        _("place"): day.place_name or day.place_address or day.kind == day.Kind.WEBINAR,
        _("deadline"): day.deadline_at,
        _("price"): day.is_free or day.price is not None,
    }
    return [name for name, fact in facts.items() if not fact]
