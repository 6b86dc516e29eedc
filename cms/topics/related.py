"""Other pages worth reading after this one, each with the reason in words."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.caching.publicity import public
from cms.caching.remembering import remember

from .catalogue import TREE, Catalogue, Facts, catalogue

MOST = 3


@dataclass(frozen=True, slots=True)
class Related:
    """A page and why it is named: »samme mål: 12, samme niveau«."""

    page: Page
    reason: str


def related_to(page: Page) -> list[Related]:
    """At most three public pages in the same language that share an area or a goal, the nearest first.

    What shares most comes first, then the newest. An area is compared with areas: its stories and days
    stand on its page already. A page that is not public (in a preview) has none.
    """
    return remember(("related", page.pk, get_language()), lambda: find(page.pk))


def find(pk: int | None) -> list[Related]:
    known = catalogue()
    this = known.pages.get(pk or 0)
    if this is None:
        return []
    chosen = nearest(this, known)
    pages = public(Page.objects.filter(pk__in=[facts.pk for facts in chosen])).in_bulk()
    return [
        Related(pages[facts.pk], reason(this, facts, known))
        for facts in chosen
        if facts.pk in pages
    ]


def nearest(this: Facts, known: Catalogue) -> list[Facts]:
    shared: Counter[int] = Counter()
    for topic in this.topics:
        shared.update(known.by_topic[topic])
    for goal in this.goals:
        shared.update(known.by_goal[goal])
    others = [known.pages[pk] for pk in shared if pk != this.pk]
    others = [one for one in others if is_comparable(this, one)]
    others.sort(
        key=lambda one: (shared[one.pk] + nearness(this, one), one.day, one.pk), reverse=True
    )
    return others[:MOST]


def is_comparable(this: Facts, other: Facts) -> bool:
    same_tree = this.path[:TREE] == other.path[:TREE]
    return same_tree and (this.kind == "topicpage") == (other.kind == "topicpage")


def nearness(this: Facts, other: Facts) -> int:
    """A shared level or organisation is worth as much as a shared goal."""
    same_place = this.organisation is not None and this.organisation == other.organisation
    return bool(set(this.levels) & set(other.levels)) + same_place


def reason(this: Facts, other: Facts, known: Catalogue) -> str:
    """What the two have in common, in the active language."""
    words: list[Any] = []
    goals = [str(goal) for goal in this.goals if goal in other.goals]
    if goals:
        words.append(ngettext("same goal", "same goals", len(goals)) + ": " + ", ".join(goals))
    topics = sorted(known.pages[pk].title for pk in this.topics if pk in other.topics)
    if topics:
        words.append(ngettext("same area", "same areas", len(topics)) + ": " + ", ".join(topics))
    if set(this.levels) & set(other.levels):
        words.append(_("same level"))
    if this.organisation is not None and this.organisation == other.organisation:
        words.append(_("same organisation"))
    return " · ".join(words)
