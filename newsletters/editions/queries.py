"""Newsletters that anybody may read again, days that a letter can announce, members to see it as."""

import datetime as dt
from collections.abc import Sequence

from django.apps import apps
from django.db.models import Q, QuerySet
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from cms.invitations.queries import upcoming_invitations
from cms.members.models import Member

LONGEST_KEY = 18  # digits; a bigint holds every number of so many


def live_newsletters() -> PageQuerySet:
    """The live newsletters, newest first; private ones too."""
    newsletters = apps.get_model("newsletters.NewsletterPage").objects.live()
    return newsletters.order_by("-first_published_at", "-pk")


def public_newsletters() -> PageQuerySet:
    """The live, not private newsletters, newest first."""
    return live_newsletters().public()


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
    days = upcoming_invitations(now).exclude(deadline_at__lt=now)
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
