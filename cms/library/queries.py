"""What the library shows to anybody: live, not private, narrowed by what stands in an address."""

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db.models import Case, Count, F, Min, Q, QuerySet, Value, When
from wagtail.models import Page

from cms.caching.publicity import public
from cms.caching.remembering import remember
from cms.mail.addresses import canonical
from cms.topics.models import public_among
from cms.topics.queries import goals, narrowed, topics_with_goals

from .shelves import SHELVES, Shelf

if TYPE_CHECKING:
    from .models import LibraryPageQuerySet

# A call that closes within this time stands on top.
SOON = dt.timedelta(days=30)
# Calls stay in the calendar for a year after their deadline, in case somebody looks back.
LOOKS_BACK = dt.timedelta(days=365)
# Of these, a calendar takes so many: those that are furthest ahead.
MOST_DEADLINES = 300


def public_library() -> "LibraryPageQuerySet":
    """Everything in the library, what came last first."""
    pages = apps.get_model("cms.LibraryPage").objects.in_lists()
    return public(pages).order_by("-first_published_at", "-pk")


def on_shelf(shelf: str) -> "LibraryPageQuerySet":
    """What stands on one shelf; nothing for a name that is none."""
    found = public_library()
    model = next((model for model, name in SHELVES.items() if name == shelf), None)
    return found.filter(**{f"{model}__isnull": False}) if model else found.none()


def filtered_library(
    *, kind: str = "", topic: str = "", goal: str = "", level: str = "", now: dt.datetime
) -> "LibraryPageQuerySet":
    """The library narrowed to one kind (a shelf's name), area (slug), goal (number) and level.

    Calls alone stand in the order of their deadlines, those that have passed last. A value that fits nothing
    gives an empty result, never an error.
    """
    found = on_shelf(kind) if kind else public_library()
    found = narrowed(found, topic=topic, goal=goal, level=level)
    return by_deadline(found, now) if kind == Shelf.FUNDING else found


def by_deadline(calls: "LibraryPageQuerySet", now: dt.datetime) -> "LibraryPageQuerySet":
    """Open calls first, the one that closes next on top; then those that are over, the last first."""
    deadline = F("fundingpage__deadline_at")
    is_over = Case(When(fundingpage__deadline_at__lte=now, then=Value(1)), default=Value(0))
    coming = Case(When(fundingpage__deadline_at__gt=now, then=deadline))
    return calls.order_by(
        is_over, coming.asc(nulls_last=True), deadline.desc(nulls_last=True), "pk"
    )


def counts(library: Page) -> list[tuple[Shelf, int]]:
    """How much stands on each shelf below this page, empty shelves too."""
    return remember(("library counts", library.pk), lambda: _count(library))


def _count(library: Page) -> list[tuple[Shelf, int]]:
    pages = public(apps.get_model("cms.LibraryPage").objects.child_of(library)).order_by()
    rows = pages.values_list("content_type__model").annotate(number=Count("pk"))
    numbers = {SHELVES[model]: number for model, number in rows}
    return [(shelf, numbers.get(shelf, 0)) for shelf in Shelf]


def choices() -> dict[str, list[Any]]:
    """The areas and goals that a list can be narrowed by: {"topics": …, "goals": …}."""
    return remember(
        "library choices", lambda: {"topics": list(topics_with_goals()), "goals": list(goals())}
    )


def public_calls() -> QuerySet:
    """All calls for funding, whose deadline has passed or not, without their goals."""
    return public(apps.get_model("cms.FundingPage").objects.all())


def newest_calls() -> QuerySet:
    return public_calls().order_by("-first_published_at", "-pk")


def closing_soon(now: dt.datetime) -> QuerySet:
    """The calls that close within SOON, the next first."""
    calls = public_calls().filter(deadline_at__gt=now, deadline_at__lte=now + SOON)
    return calls.order_by("deadline_at", "pk")


def deadlines(now: dt.datetime) -> QuerySet:
    """The calls that have a deadline, from a year ago on, those furthest ahead first."""
    calls = public_calls().filter(deadline_at__gt=now - LOOKS_BACK)
    return calls.order_by("-deadline_at", "pk")


def next_moment(now: dt.datetime) -> dt.datetime | None:
    """When the next public call closes, or begins to close soon, whichever comes first."""
    closing, soon = Q(deadline_at__gt=now), Q(deadline_at__gt=now + SOON)
    found = (
        public_calls()
        .order_by()
        .aggregate(closes=Min("deadline_at", filter=closing), later=Min("deadline_at", filter=soon))
    )
    moments = [found["closes"], found["later"] and found["later"] - SOON]
    return min((moment for moment in moments if moment), default=None)


def library_news(now: dt.datetime) -> "LibraryPageQuerySet":
    """What a letter can tell of: no call that is over, and no persons, who may take their yes back."""
    return public_library().still_open(now).filter(resourcepersonpage=None)


def newest_tools() -> "LibraryPageQuerySet":
    return on_shelf(Shelf.TOOL)


class Use(NamedTuple):
    """One who has used a tool. `story` only where anybody may read it."""

    organisation: str
    note: str
    story: Page | None


def uses_of(tool: Any) -> list[Use]:
    """Who has used a tool, in the editors' order; also in a preview, where nothing is saved yet."""
    uses = list(tool.uses.select_related("organisation", "story"))
    readable = {story.pk for story in public_among(use.story for use in uses if use.story)}
    return [
        Use(use.organisation.name, use.note, use.story if use.story_id in readable else None)
        for use in uses
        if use.organisation_id
    ]


def awards_of(call: Any) -> list[Any]:
    """Who got what, in the editors' order."""
    return list(call.awards.select_related("organisation"))


def member_named(address: str) -> Any:
    """The member of this address, or None."""
    members = apps.get_model("cms.Member").objects
    return members.filter(email_key=canonical(address)).first() if address else None
