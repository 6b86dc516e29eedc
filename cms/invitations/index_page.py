"""The page that lists network days, and their calendars."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from cms.content.models import ContentMixin, NetworkSettings
from cms.seasons.models import Season
from cms.seasons.queries import current_season

from . import queries
from .routes import calendar_response

PAST_A_PAGE = 12
MOST_IN_A_CALENDAR = 500
# What fits into a database's number; a longer one in an address is nobody's.
BIGGEST_ID = 2**63


def webcal(address: str) -> str:
    """The same address as one that a calendar program subscribes to."""
    return f"webcal://{address.partition('://')[2]}"


class InvitationIndexPage(RoutablePageMixin, ContentMixin, Page):
    """All network days: those to come, then those that were. Its calendar is the whole season."""

    template = "cms/invitations/invitation_index_page.html"
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["cms.InvitationPage"]
    page_description = _("The list of network days. One is enough.")

    content_panels = [*Page.content_panels, *ContentMixin.lead_panels]
    api_fields = [*ContentMixin.lead_api_fields]

    class Meta:
        verbose_name = _("list of network days")
        verbose_name_plural = _("lists of network days")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        past = queries.past_invitations(now).child_of(self)
        context |= {
            "upcoming": queries.upcoming_invitations(now).child_of(self),
            "past": Paginator(past, PAST_A_PAGE).get_page(request.GET.get("page")),
            "season": current_season(timezone.localdate(now)),
            "webcal": webcal(self.full_url) if self.full_url else "",
        }
        return context

    @path("kalender/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """The days of the current season as one calendar file; without a season, those to come."""
        now = timezone.now()
        season = current_season(timezone.localdate(now))
        days = queries.season_invitations(season) if season else queries.upcoming_invitations(now)
        name = NetworkSettings.for_request(request).network_name
        return calendar_response(days.child_of(self), name=name, filename=self.slug)

    @path("kalender/alle/", name="all_days")
    def all_days(self, request: HttpRequest) -> HttpResponse:
        """All days, to subscribe to."""
        name = NetworkSettings.for_request(request).network_name
        days = queries.latest_invitations().child_of(self)[:MOST_IN_A_CALENDAR]
        return calendar_response(days, name=name, filename=self.slug)

    @path("kalender/<int:season_id>/", name="season_days")
    def season_days(self, request: HttpRequest, season_id: int) -> HttpResponse:
        """The days of one season, to subscribe to."""
        season = Season.objects.filter(pk=season_id).first() if season_id < BIGGEST_ID else None
        if season is None:
            raise Http404
        days = queries.season_invitations(season).child_of(self)
        return calendar_response(days, name=season.name, filename=f"{self.slug}-{season_id}")
