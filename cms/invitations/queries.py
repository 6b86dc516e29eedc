"""Which days are coming, and which have been. Everything here is public: live and not private."""

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import QuerySet

from cms.seasons.models import Season

if TYPE_CHECKING:
    from .pages import InvitationPage


def public_invitations() -> QuerySet["InvitationPage"]:
    """Invitations with what a list shows of each, soonest first."""
    invitations = apps.get_model("cms.InvitationPage").objects.live().public()
    invitations = invitations.select_related("season", "cover").prefetch_related("goals")
    return invitations.order_by("starts_at", "pk")


def upcoming_invitations(now: dt.datetime) -> QuerySet["InvitationPage"]:
    """Days that have not ended, soonest first."""
    return public_invitations().filter(ends_at__gt=now)


def past_invitations(now: dt.datetime) -> QuerySet["InvitationPage"]:
    """Days that have ended, the latest first."""
    return public_invitations().filter(ends_at__lte=now).order_by("-starts_at", "pk")


def season_invitations(season: Season) -> QuerySet["InvitationPage"]:
    return public_invitations().filter(season=season)
