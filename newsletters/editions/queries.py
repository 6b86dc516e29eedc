"""Newsletters that anybody may read again, days that a letter can announce, members to see it as."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Q, QuerySet
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from cms.caching.publicity import public, standing
from cms.invitations.queries import open_invitations
from cms.members.models import Member
from cms.series.models import Series
from cms.series.queries import first_series

ARCHIVE = "newsletters.NewsletterIndexPage"
LONGEST_KEY = 18  # digits; a bigint holds every number of so many


class Archive(NamedTuple):
    """What a letter takes from the archive it stands in."""

    series_key: str
    language: str
    locale_id: int
    sender_name: str
    reply_to: str
    accent: str
    accent_dark: str
    logo_id: int | None
    logo_dark_id: int | None


def archive_of(page: Page) -> Archive | None:
    """The archive that a newsletter stands in, or will; None for one that stands nowhere yet."""
    if not page.path:
        return None
    names = ("series__key", "locale__language_code", *Archive._fields[2:])
    return next((Archive(*row) for row in archives_at(page).values_list(*names)), None)


def archives_at(page: Page) -> PageQuerySet:
    archives = apps.get_model(ARCHIVE).objects
    return archives.filter(path=page.path[: -Page.steplen]).order_by()


def series_of(page: Page) -> Series:
    """The series that a newsletter belongs to, by the archive it stands in."""
    archive = archives_at(page).select_related("series").first() if page.path else None
    return archive.series if archive else first_series()


def archive_with_series(archive: Any) -> str:
    """The title of another archive of the same series and language; empty where there is none."""
    same = apps.get_model(ARCHIVE).objects.filter(series=archive.series_id)
    others = same.filter(locale=archive.locale_id).exclude(pk=archive.pk)
    return others.values_list("title", flat=True).first() or ""


def live_newsletters() -> PageQuerySet:
    """The live newsletters, newest first; private ones too."""
    newsletters = standing(apps.get_model("newsletters.NewsletterPage").objects.all())
    return newsletters.order_by("-first_published_at", "-pk")


def public_newsletters() -> PageQuerySet:
    """The live, not private newsletters, newest first."""
    return public(live_newsletters())


def other_archives(archive: Page) -> PageQuerySet:
    """The public archives of the other series, in this archive's language."""
    others = public(apps.get_model(ARCHIVE).objects.all()).exclude(pk=archive.pk)
    return others.filter(locale=archive.locale_id).order_by("series__place", "path")


def restrictions_below(archive: Page) -> QuerySet[PageViewRestriction]:
    """What keeps issues of an archive from being read by everybody."""
    below = archive.get_children().values("pk")
    return PageViewRestriction.objects.filter(page__in=below).prefetch_related("groups")


def found(issues: PageQuerySet, words: str) -> Sequence:
    """Those of these newsletters that hold the words, best first.

    SQLite finds whole words only, so where nothing is found the beginnings of titles are tried.
    """
    hits = issues.search(words)
    return hits if hits else issues.autocomplete(words)


def next_days(now: dt.datetime, locale_id: int | None) -> QuerySet:
    """Public days of this locale that can still be signed up for, soonest first."""
    days = open_invitations(now).exclude(deadline_at__lt=now)
    return days.filter(locale=locale_id) if locale_id else days


def members_called(words: str) -> QuerySet[Member]:
    """Members with all of these words in their name or address, by name."""
    found = Member.objects.select_related("organisation").order_by("first_name", "last_name", "pk")
    for word in words.split():
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email_key__icontains=word)
        )
    return found


def member_of(key: str) -> Member | None:
    """The member of an id that was posted; None for anything else."""
    is_key = key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY
    return Member.objects.filter(pk=int(key)).first() if is_key else None
