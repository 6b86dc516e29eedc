"""What is new on the site since the last newsletter: the draft that nobody has to begin from nothing.

Days to come, soonest first; stories, areas and what the library got, newest first. What an earlier issue
carried is shown as such and is not picked. A fixed number of queries, however much there is.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.caching.publicity import public
from cms.content.dates import day_text
from cms.library.queries import library_news
from cms.stories.queries import public_stories

from .picking import Stored, stored, walk
from .queries import next_days

# Without an earlier issue, what has been published in this time is new.
FIRST_LOOK = dt.timedelta(days=60)
# A day is news again when its deadline is this near.
SOON = dt.timedelta(days=21)
# An editor weighs so many of each kind; a letter that gathers itself takes fewer.
MOST_SHOWN = 30
MOST_PICKED = 6
# Nobody remembers older issues than these.
ISSUES_LOOKED_AT = 24
KINDS = ("invitation", "story", "topic", "library")


@dataclass(frozen=True)
class Find:
    """A page that could be in the letter. `carried_by` is the title of the issue that had it, or empty."""

    kind: str
    key: int
    title: str
    words: str
    is_new: bool
    carried_by: str = ""

    @property
    def is_picked(self) -> bool:
        return self.is_new and not self.carried_by

    @property
    def name(self) -> str:
        """What a form calls it."""
        return f"{self.kind}-{self.key}"


@dataclass(frozen=True)
class Gathered:
    """What there is, and from when it counts as new."""

    since: dt.datetime
    finds: list[Find] = field(default_factory=list)

    @property
    def picked(self) -> list[Find]:
        """What a letter takes that gathers itself."""
        return [
            find
            for kind in KINDS
            for find in [f for f in self.finds if f.kind == kind and f.is_picked][:MOST_PICKED]
        ]


def gather(archive: Page, now: dt.datetime, page: Page | None = None) -> Gathered:
    """What a newsletter in this archive could carry. `page` is the newsletter itself, if it is there."""
    since = last_issue_at(archive, now, page)
    carried = carried_in(archive, page)
    locale = archive.locale_id
    finds = [
        *invitations(now, since, carried, locale),
        *news("story", public_stories(), since, carried, locale),
        *news("topic", areas(), since, carried, locale),
        *news("library", library_news(now), since, carried, locale),
    ]
    return Gathered(since, finds)


def issues(archive: Page, page: Page | None = None) -> QuerySet:
    """The issues that went out or can be read, without the one that is being written."""
    newsletters = apps.get_model("newsletters.NewsletterPage").objects.child_of(archive)
    newsletters = newsletters.annotate(pressed_at=Subquery(pressed()))
    out = newsletters.filter(Q(live=True) | Q(pressed_at__isnull=False))
    return out.exclude(pk=page.pk) if page and page.pk else out


def pressed() -> QuerySet:
    """When the newsletter of an outer query was last sent. One stopped before it began went to nobody."""
    mailings = apps.get_model("newsletters.Mailing").objects.filter(
        letter_key=OuterRef("translation_key")
    )
    went_out = mailings.exclude(state="cancelled", planned_at=None)
    return went_out.order_by("-created_at").values("created_at")[:1]


def last_issue_at(archive: Page, now: dt.datetime, page: Page | None = None) -> dt.datetime:
    """When the last issue went out; before the first one, two months ago."""
    times = issues(archive, page).aggregate(
        pressed=Max("pressed_at"), published=Max("first_published_at")
    )
    return times["pressed"] or times["published"] or now - FIRST_LOOK


def carried_in(archive: Page, page: Page | None = None) -> dict[int, str]:
    """{page's id: title of the latest issue that carried it}."""
    rows = issues(archive, page).order_by("-pk").values_list("pk", "title", "body")
    carried: dict[int, str] = {}
    for _key, title, body in rows[:ISSUES_LOOKED_AT]:
        for kind, value in walk(stored(body)):
            if kind in KINDS:
                carried.setdefault(value.get("page") or 0, title)
    return carried


def invitations(
    now: dt.datetime, since: dt.datetime, carried: dict[int, str], locale: int
) -> list[Find]:
    """Days that can still be signed up for, soonest first."""
    open_now = next_days(now, locale).select_related(None).prefetch_related(None)
    found = []
    for day in open_now.order_by("starts_at", "pk")[:MOST_SHOWN]:
        closes_soon = day.deadline_at is not None and day.deadline_at - now <= SOON
        words = day_text(day.starts_at)
        if day.deadline_at:
            words += " · " + _("deadline %(day)s") % {"day": day_text(day.deadline_at)}
        is_new = closes_soon or is_after(day, since)
        found.append(Find("invitation", day.pk, day.title, words, is_new, carried.get(day.pk, "")))
    return found


def news(
    kind: str, pages: QuerySet, since: dt.datetime, carried: dict[int, str], locale: int
) -> list[Find]:
    """Pages by when they were first published, newest first."""
    newest = pages.filter(locale=locale).select_related(None).prefetch_related(None)
    found = []
    for page in newest.order_by("-first_published_at", "-pk")[:MOST_SHOWN]:
        published = page.first_published_at
        words = _("published %(day)s") % {"day": day_text(published)} if published else ""
        is_new = is_after(page, since)
        found.append(Find(kind, page.pk, page.title, words, is_new, carried.get(page.pk, "")))
    return found


def areas() -> QuerySet:
    return public(apps.get_model("cms.TopicPage").objects.all())


def is_after(page: Page, since: dt.datetime) -> bool:
    return page.first_published_at is not None and page.first_published_at > since


def blocks_of(finds: Iterable[Find], language: str) -> list[Stored]:
    """The finds as blocks of a letter in this language, each kind under its heading."""
    blocks: list[dict[str, Any]] = []
    with translation.override(language):
        headings = {
            "invitation": _("Come along"),
            "story": _("They went first"),
            "topic": _("New from the areas"),
            "library": _("New in the library"),
        }
        for kind, those in groupby(
            sorted(finds, key=lambda f: KINDS.index(f.kind)), lambda f: f.kind
        ):
            blocks.append({"type": "heading", "value": headings[kind]})
            blocks += [{"type": kind, "value": {"page": f.key, "lead": ""}} for f in those]
    return blocks
