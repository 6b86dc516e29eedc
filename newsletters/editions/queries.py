"""Newsletters that anybody may read again, and the days that a letter can announce."""

import datetime as dt

from django.apps import apps
from django.db.models import QuerySet
from wagtail.query import PageQuerySet

from cms.invitations.queries import upcoming_invitations


def public_newsletters() -> PageQuerySet:
    """The live, not private newsletters, newest first."""
    newsletters = apps.get_model("newsletters.NewsletterPage").objects.live().public()
    return newsletters.order_by("-first_published_at", "-pk")


def next_days(now: dt.datetime, locale_id: int | None) -> QuerySet:
    """Public days of this locale that can still be signed up for, soonest first."""
    days = upcoming_invitations(now).exclude(deadline_at__lt=now)
    return days.filter(locale=locale_id) if locale_id else days
