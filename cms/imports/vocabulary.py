"""What words in a cell can mean: organisations, kinds of unit, roles, levels, languages, areas, goals.

All of it is fetched once and held in dictionaries: a file of a hundred thousand rows asks the database no
more often than one of ten.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation

from cms.content.goals import goal
from cms.organisations.domains import wider
from cms.organisations.models import HEIRS, Domain, Organisation
from cms.organisations.names import folded
from cms.topics.pages import GoalPage, TopicPage

from .notes import CHOICES

GOAL_WORDS = ("verdensmaal", "maal", "goal", "sdg")


class SeveralError(Exception):
    """More than one organisation is called so."""


@dataclass
class Places:
    """Organisations by all that they are known by. Whatever ended is what it became by `today`."""

    today: dt.date
    by_code: dict[str, Organisation] = field(default_factory=dict)
    by_name: dict[str, dict[int, Organisation]] = field(default_factory=dict)
    by_short_name: dict[str, dict[int, Organisation]] = field(default_factory=dict)
    by_domain: dict[str, Organisation] = field(default_factory=dict)

    @classmethod
    def fetched(cls, today: dt.date) -> "Places":
        """Two queries."""
        found = cls(today)
        ids: dict[int, Organisation] = {}
        everyone = Organisation.objects.select_related(HEIRS).order_by("kind", "pk")
        for each in everyone:
            now = each.as_of(today)
            if now.is_valid(today):
                ids[each.pk] = now
                found.add(each, now)
        for name, pk in Domain.objects.values_list("name", "organisation"):
            if pk in ids:
                found.by_domain[name] = ids[pk]
        return found

    def add(self, each: Organisation, now: Organisation) -> None:
        """`each` is what it was called, `now` what it is today."""
        if each.code:
            self.by_code.setdefault(each.code, now)
        self.by_name.setdefault(key_of(each.name), {})[now.pk] = now
        self.by_short_name.setdefault(short(each.name_key), {})[now.pk] = now

    def called(self, words: str) -> Organisation | None:
        """By code, whole name, name without »Kommune« or »Region«. Raises SeveralError."""
        code = words.strip().lstrip("0")
        if code in self.by_code:
            return self.by_code[code]
        same = self.by_name.get(key_of(words)) or self.by_short_name.get(short(folded(words))) or {}
        if len(same) > 1:
            exactly = [each for each in same.values() if each.name == words]
            if not exactly:
                raise SeveralError
            return exactly[0]
        return next(iter(same.values()), None)

    def of_address(self, known: str) -> Organisation | None:
        """By a domain that an organisation is known to have, the narrowest first, or by its name in it."""
        domain = known.rpartition("@")[2]
        for name in wider(domain):
            if name in self.by_domain:
                return self.by_domain[name]
        label = domain.split(".")[-2] if "." in domain else ""
        same = self.by_short_name.get(label.replace("-", " "), {}) if label else {}
        of_the_public = [one for one in same.values() if one.kind != Organisation.Kind.OTHER]
        return of_the_public[0] if len(of_the_public) == 1 else None


def key_of(name: str) -> str:
    # In a script that folds to nothing, a name is only ever itself.
    return folded(name) or name


def short(key: str) -> str:
    """»koege kommune« → »koege«."""
    return key.removesuffix(" kommune").removeprefix("region ") or key


@dataclass(frozen=True)
class Vocabulary:
    """`words`: field → {folded words: what is stored}. `shown`: areas and goals, to choose from."""

    places: Places
    words: dict[str, dict[str, Any]]
    shown: dict[str, str]

    def meant(self, name: str, cell: str) -> Any:
        """What a cell of one choice means, or None."""
        return self.words[name].get(folded(cell))

    def all_meant(self, name: str, cell: str) -> tuple[list[int], list[str]]:
        """What a cell of several means: (ids, the parts that mean nothing)."""
        known, found, unknown = self.words[name], [], []
        for part in parts_of(cell):
            pieces = [part] if folded(part) in known else part.split(",")
            for piece in pieces:
                if not piece.strip():
                    continue
                meant = known.get(folded(piece))
                if meant is None:
                    unknown.append(piece.strip())
                else:
                    found.append(meant)
        return sorted(set(found)), unknown


def parts_of(cell: str) -> list[str]:
    for sign in "|\n/":
        cell = cell.replace(sign, ";")
    return [part for part in cell.split(";") if part.strip()]


def vocabulary(*, today: dt.date) -> Vocabulary:
    """Four queries."""
    words: dict[str, dict[str, Any]] = {name: spoken(kind) for name, kind in CHOICES.items()}
    topics = list(TopicPage.objects.live().select_related("locale").order_by("path"))
    words["topics"] = titles(topics)
    goals = list(GoalPage.objects.live().select_related("locale").order_by("path"))
    words["goals"] = titles(goals) | numbers(goals)
    shown = {"topics": ", ".join(page.title for page in topics), "goals": "1–17"}
    return Vocabulary(Places.fetched(today), words, shown)


def spoken(kind: Any) -> dict[str, str]:
    """Keys and labels in every language of the site."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {folded(str(label)): value for value, label in kind.choices}
    return found | {folded(value): value for value in kind.values}


def main_version(pages: Iterable[Any]) -> dict[Any, int]:
    """translation key → the page in the site's own language, or the first there is."""
    found: dict[Any, Any] = {}
    for page in pages:
        if page.translation_key not in found or page.locale.language_code == settings.LANGUAGE_CODE:
            found[page.translation_key] = page.pk
    return found


def titles(pages: Iterable[Any]) -> dict[str, int]:
    listed = list(pages)
    main = main_version(listed)
    found = {folded(page.slug): main[page.translation_key] for page in listed}
    return found | {folded(page.title): main[page.translation_key] for page in listed}


def numbers(pages: Iterable[Any]) -> dict[str, int]:
    """»13«, »SDG 13«, »Verdensmål 13«, and the short titles of both languages."""
    listed = list(pages)
    main = main_version(listed)
    found: dict[str, int] = {}
    for page in listed:
        pk, number = main[page.translation_key], page.number
        names = [str(number), *(f"{word} {number}" for word in GOAL_WORDS)]
        names += [f"{number} {title}" for title in (goal(number).title_da, goal(number).title_en)]
        names += [goal(number).title_da, goal(number).title_en]
        found |= {folded(name): pk for name in names}
    return found
