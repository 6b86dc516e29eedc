"""Goals across areas: how much there is about both, as a way in."""

from dataclasses import dataclass

from django.utils.translation import get_language
from wagtail.models import Page

from cms.caching.remembering import remember
from cms.content.goals import Goal, goal

from .facets import Names, Option, address


@dataclass(frozen=True, slots=True)
class Row:
    """A goal, and for each area in the matrix an option or None where nothing is."""

    goal: Goal
    cells: list[Option | None]

    @property
    def options(self) -> list[Option]:
        return [cell for cell in self.cells if cell]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Only goals and areas that something is about."""

    areas: list[str]
    rows: list[Row]


def matrix_below(home: Page, names: Names) -> Matrix:
    """Made once in each language."""
    return remember(("matrix", home.pk, get_language()), lambda: matrix(names))


def matrix(names: Names) -> Matrix:
    """Counts of the pages that are about both the goal and the area; each leads to them."""
    goals, topics = names.having["goal"], names.having["topic"]
    counts = {
        (int(number), slug): count
        for number, of_goal in goals.items()
        for slug, of_topic in topics.items()
        if (count := (of_goal & of_topic).bit_count())
    }
    slugs = sorted({slug for _number, slug in counts}, key=lambda slug: names.label("topic", slug))
    rows = []
    for number in sorted({number for number, _slug in counts}):
        cells = [
            Option(
                names.label("topic", slug),
                counts[number, slug],
                address("", {"goal": str(number), "topic": slug}),
            )
            if (number, slug) in counts
            else None
            for slug in slugs
        ]
        rows.append(Row(goal(number), cells))
    return Matrix([names.label("topic", slug) for slug in slugs], rows)
