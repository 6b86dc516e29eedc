"""Narrowing what was found, and how much of it there is of each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.apps import apps
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.caching.remembering import remember
from cms.content.goals import GOALS, goal
from cms.content.levels import Level
from cms.topics.catalogue import NEVER, Catalogue, Facts

LABELS = {
    "type": _("Type"),
    "topic": _("Area"),
    "goal": _("Goal"),
    "level": _("Level"),
    "organisation": _("Organisation"),
    "year": _("Year"),
}
# So many values stand open; the rest unfolds.
OPEN = 8
LONGEST_VALUE = 40
ONE = ord("1")


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: how many of what is found have it, and the address that narrows to them."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: Any
    options: list[Option]

    @property
    def open(self) -> list[Option]:
        return self.options[:OPEN]

    @property
    def folded(self) -> list[Option]:
        return self.options[OPEN:]


def values_of(facts: Facts, known: Catalogue) -> dict[str, Iterable[str]]:
    """What the page has of each facet, as it stands in an address."""
    return {
        "type": (short_kind(facts.kind),),
        "topic": [known.slugs[pk] for pk in facts.topics],
        "goal": [str(number) for number in facts.goals],
        "level": facts.levels,
        "organisation": () if facts.organisation is None else (str(facts.organisation),),
        "year": () if facts.day == NEVER else (str(facts.day.year),),
    }


def short_kind(kind: str) -> str:
    """`storypage` is `story` in an address."""
    return kind.removesuffix("page") or kind


class Names:
    """The pages below `home`, what each value of each facet is called, and which pages have it.

    `places` are the pages, the newest first: {id: place}. A set of pages is one number (see `as_bits`), so
    that two sets are compared at once, whatever is in them.
    """

    def __init__(self, pages: dict[int, Facts], known: Catalogue) -> None:
        newest = sorted(pages, key=lambda pk: (pages[pk].day, pk), reverse=True)
        self.places = {pk: place for place, pk in enumerate(newest)}
        having: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in LABELS}
        for pk, facts in pages.items():
            for name, values in values_of(facts, known).items():
                for value in values:
                    having[name][value].append(pk)
        models = {model._meta.model_name: model for model in apps.get_models()}
        self.known: dict[str, dict[str, Any]] = {
            "type": {
                short_kind(kind): models[kind]._meta.verbose_name_plural
                for kind in {facts.kind for facts in pages.values()}
                if kind in models
            },
            "topic": {slug: pages[pk].title for pk, slug in known.slugs.items() if pk in pages},
            "goal": {str(one.number): one.number for one in GOALS},
            "level": dict(Level.choices),
            "organisation": {str(pk): name for pk, name in known.organisations.items()},
            "year": {year: year for year in having["year"]},
        }
        # What is called nothing here (an area of another site) is no way to narrow.
        self.having = {
            name: {
                value: self.as_bits(ids)
                for value, ids in values.items()
                if value in self.known[name]
            }
            for name, values in having.items()
        }

    def as_bits(self, ids: Iterable[int]) -> int:
        """The set of these pages as a number: its digit at the place of each page is 1, from the left."""
        digits = bytearray(b"0") * (len(self.places) + 1)
        for pk in ids:
            digits[self.places[pk]] = ONE
        return int(digits, 2)

    def as_digits(self, bits: int) -> str:
        """Of such a number: the digit at each place."""
        return f"{bits:0{len(self.places) + 1}b}"

    def label(self, name: str, value: str) -> str:
        if name == "goal":
            return f"{value}. {goal(int(value)).title}"
        return capfirst(str(self.known[name][value]))


def names_below(home: Page, known: Catalogue) -> Names:
    def make() -> Names:
        pages = {pk: one for pk, one in known.pages.items() if one.path.startswith(home.path)}
        return Names(pages, known)

    return remember(("facets", home.pk), make)


def chosen_among(asked: Any, names: Names) -> tuple[dict[str, str], list[str]]:
    """({facet: value} of what the address says and we know, the values that we do not know)."""
    chosen, unknown = {}, []
    for name in LABELS:
        value = asked.get(name, "").strip()
        if value in names.known[name]:
            chosen[name] = value
        elif value:
            unknown.append(f"{value[:LONGEST_VALUE]}…" if len(value) > LONGEST_VALUE else value)
    return chosen, unknown


def narrowed(ids: Iterable[int], chosen: dict[str, str], names: Names) -> list[int]:
    """Those of the ids that are public and have all that was chosen, in the same order."""
    places = names.places
    if not chosen:
        return [pk for pk in ids if pk in places]
    having = [names.having[name].get(value, 0) for name, value in chosen.items()]
    digits = names.as_digits(reduce(and_, having))
    return [pk for pk in ids if pk in places and digits[places[pk]] == "1"]


def counted(ids: Iterable[int], query: str, chosen: dict[str, str], names: Names) -> list[Facet]:
    """Each facet that is not chosen yet, with the values that what is found has."""
    found = names.as_bits(ids)
    facets = []
    for name in LABELS:
        if name in chosen:
            continue
        counts = {
            value: count
            for value, having in names.having[name].items()
            if (count := (having & found).bit_count())
        }
        before, after = around(name, query, chosen)
        options = [
            Option(label, count, f"{before}{quote_plus(value)}{after}")
            for value, label, count in in_order(name, counts, names)
        ]
        if options:
            facets.append(Facet(name, LABELS[name], options))
    return facets


def in_order(name: str, counts: dict[str, int], names: Names) -> list[tuple[str, str, int]]:
    """(value, label, count): goals by number, levels from above, years from the newest; else most first."""
    rows = [(value, names.label(name, value), count) for value, count in counts.items()]
    if name in ("goal", "year"):
        return sorted(rows, key=lambda row: int(row[0]), reverse=name == "year")
    if name == "level":
        return sorted(rows, key=lambda row: Level.values.index(row[0]))
    return sorted(rows, key=lambda row: (-row[2], row[1]))


def removable(query: str, chosen: dict[str, str], names: Names) -> list[dict[str, Any]]:
    """What is chosen, each with the address without it."""
    return [
        {
            "name": LABELS[name],
            "label": names.label(name, value),
            "url": address(query, {key: one for key, one in chosen.items() if key != name}),
        }
        for name, value in chosen.items()
    ]


def around(name: str, query: str, chosen: dict[str, str]) -> tuple[str, str]:
    """What stands before and after the value of a facet in the address of the state with it."""
    order = list(LABELS)
    place = order.index(name)
    earlier = {key: chosen[key] for key in order[:place] if key in chosen}
    later = {key: chosen[key] for key in order[place + 1 :] if key in chosen}
    return address(query, earlier | {name: ""}), f"&{urlencode(later)}" if later else ""


def address(query: str, chosen: dict[str, str]) -> str:
    """The one address of this state, whatever way led to it."""
    said = {"q": query} if query else {}
    said |= {name: chosen[name] for name in LABELS if name in chosen}
    return reverse("home:search") + (f"?{urlencode(said)}" if said else "")
