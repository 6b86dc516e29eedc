"""What a holding is, and the list of all of them."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

Text = str | Promise
# Read from the database at a time, where all rows are asked for.
CHUNK = 500
YEAR = 365


class Ground(Enum):
    """Why the law allows it: article 6(1) of the General Data Protection Regulation (EU 2016/679)."""

    CONSENT = _("You have said yes (article 6(1)(a))")
    MEMBERSHIP = _("It is needed for the membership that you asked for (article 6(1)(b))")
    INTEREST = _("We have a reason that weighs more than the trouble to you (article 6(1)(f))")

    @property
    def words(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Person:
    """Whose rows are looked for: an address in its canonical form, its fingerprint, and its ids."""

    address: str
    fingerprint: str
    member: int | None = None
    account: int | None = None


@dataclass(frozen=True)
class Fact:
    """One thing that a row says: a name for programs, the same for people, and the value in words."""

    name: str
    label: Text
    value: str


@dataclass(frozen=True)
class Row:
    """One thing that is kept: when it came about, what it is, and when it is deleted, if a day is known."""

    at: dt.datetime | None
    what: str
    facts: tuple[Fact, ...] = ()
    deleted_at: dt.datetime | None = None


@dataclass(frozen=True)
class Rule:
    """What a clock ends. `words` says it around `%(period)s`; `step` is the step of `tick` that does it."""

    words: Text
    period: dt.timedelta
    step: str

    def __str__(self) -> str:
        return str(self.words) % {"period": in_words(self.period)}


def no_rules() -> tuple[Rule, ...]:
    return ()


@dataclass(frozen=True)
class Holding:
    """One kind of thing that is kept about people.

    `of(person, most)` gives the newest `most` rows, or all for None. `kept` says how long, beside the
    `rules`; `stays` what of it is there after a person is erased, in words, or nothing; with `is_mark`
    erasing itself makes it. What `is_private` shows editors no more than when. `models` are the labels of the
    tables it covers. The lowest `place` is shown first: the nearest to a person.
    """

    name: str
    place: int
    label: Text
    what: Text
    why: Text
    ground: Ground
    kept: Text
    of: Callable[[Person, int | None], Iterable[Row]]
    models: frozenset[str] = frozenset()
    rules: Callable[[], Iterable[Rule]] = no_rules
    stays: Text = ""
    is_mark: bool = False
    is_private: bool = False

    def how_long(self) -> list[str]:
        """All that is said of how long, a sentence each."""
        return [str(words) for words in (self.kept, *self.rules()) if words]


@dataclass(frozen=True)
class Kept:
    """A holding with the newest of one person's rows."""

    holding: Holding
    rows: list[Row] = field(default_factory=list)
    has_more: bool = False


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> Holding:
    """Declare a holding. The same twice is one; two of one name are a mistake."""
    if _holdings.setdefault(holding.name, holding) is not holding:
        raise ValueError(f"There is another holding named {holding.name}.")
    return holding


def all_holdings() -> list[Holding]:
    """All that are declared, in their order."""
    return sorted(_holdings.values(), key=lambda one: (one.place, one.name))


def all_rules() -> list[Rule]:
    return [rule for holding in all_holdings() for rule in holding.rules()]


def receipt(person: Person, *, most: int) -> list[Kept]:
    """What is kept about this person, at most so many rows of each holding."""
    found = []
    for holding in all_holdings():
        rows = list(islice(holding.of(person, most + 1), most + 1))
        found.append(Kept(holding, rows[:most], len(rows) > most))
    return found


def read(rows: QuerySet[Any], most: int | None) -> Iterator[Any]:
    """The first rows of a query, or all of them, a portion in memory at a time."""
    return iter(rows.iterator(chunk_size=CHUNK) if most is None else rows[:most])


def nothing_of(person: Person, most: int | None) -> Iterable[Row]:
    """For what is kept in such a way that nobody can tell whose it is."""
    return ()


def facts(*said: tuple[str, Text, object]) -> tuple[Fact, ...]:
    """(name, label, value) each; those without a value are left out."""
    return tuple(
        Fact(name, label, str(value)) for name, label, value in said if value not in (None, "")
    )


def in_words(period: dt.timedelta) -> str:
    """»2 years«, »90 days«, »15 minutes«, in the active language."""
    days, minutes = period.days, int(period.total_seconds() // 60)
    if days and days % YEAR == 0:
        years = days // YEAR
        return ngettext("%(number)s year", "%(number)s years", years) % {"number": years}
    if days:
        return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
