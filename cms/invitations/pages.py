"""The page of a network day."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page
from wagtail.search import index

from cms.caching.remembering import remember
from cms.content.models import ContentMixin, NetworkSettings
from cms.content.neighbours import Neighbours, neighbours
from cms.members.joining import path_of
from cms.topics.models import TopicalMixin

from . import queries
from .completeness import note_stop, stopping_gaps
from .day_fields import DayFields
from .forms import InvitationForm
from .prices import price_words
from .routes import SeatRoutes, calendar_response
from .schema import schema_org
from .tabs import TABS
from .validation import faults


# The fields come first: Django leaves out a field whose name an earlier class has, as a route is named.
class InvitationPage(DayFields, SeatRoutes, RoutablePageMixin, ContentMixin, TopicalMixin, Page):
    """One network day. Page, seats, calendar entry and letter share this one record."""

    exclude_fields_in_copy = ["cancelled_at", "cancelled_because"]

    base_form_class = InvitationForm
    template = "cms/invitations/invitation_page.html"
    parent_page_types = ["cms.InvitationIndexPage"]
    subpage_types: list[str] = []
    page_description = _("An invitation: one network day with time, place, seats and programme.")

    edit_handler = TABS
    search_fields = [
        *Page.search_fields,
        *ContentMixin.lead_search_fields,
        *TopicalMixin.topical_search_fields,
        index.SearchField("place_name"),
        index.SearchField("place_address"),
        index.SearchField("programme"),
        index.SearchField("body"),
        index.FilterField("starts_at"),
        index.FilterField("kind"),
    ]
    api_fields = [
        *ContentMixin.lead_api_fields,
        *TopicalMixin.topical_api_fields,
        APIField("kind"),
        APIField("season_name"),
        APIField("starts_at"),
        APIField("ends_at"),
        APIField("deadline_at"),
        APIField("cancelled_at"),
        APIField("place_name"),
        APIField("place_address"),
        APIField("price_kind"),
        APIField("price"),
        APIField("seats"),
        APIField("guests_allowed"),
        APIField("sign_up"),
        APIField("contact_name"),
        APIField("contact_email"),
        APIField("contact_phone"),
        APIField("programme"),
        APIField("body"),
    ]

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    kept_with = ("season", "cover")

    @property
    def season_name(self) -> str:
        return self.season.name if self.season else ""

    @property
    def place(self) -> str:
        """Name and address on one line; empty when neither is known."""
        return ", ".join(part for part in (self.place_name, self.place_address) if part)

    @property
    def is_free(self) -> bool:
        return self.price_kind == self.PriceKind.FREE

    @property
    def price_label(self) -> str:
        """»Gratis« or »350 kr.«, in the active language."""
        return price_words(None if self.is_free else self.price)

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def takes_members(self) -> bool:
        """Whether members sign up for the day here."""
        return self.sign_up != self.SignUp.NOBODY

    @property
    def takes_others(self) -> bool:
        """Whether those who are no members do too, by a letter to their address."""
        return self.sign_up == self.SignUp.EVERYBODY

    @property
    def own_path(self) -> str:
        """The path of the page on which a person sees and changes their own seat."""
        return f"{path_of(self) or '/'}tilmelding/"

    @property
    def sign_up_path(self) -> str:
        """The path of the page on which one signs up."""
        return f"{path_of(self) or '/'}tilmeld/"

    def is_past(self, now: dt.datetime) -> bool:
        return self.ends_at <= now

    def is_open(self, now: dt.datetime) -> bool:
        """Whether the day takes place and the deadline (without one: the beginning) is still to come."""
        return not self.is_cancelled and now < (self.deadline_at or self.starts_at)

    def with_content_json(self, content: dict[str, Any]) -> "InvitationPage":
        """A draft from before the day was cancelled does not bring it back."""
        page = super().with_content_json(content)
        row = InvitationPage.objects.filter(pk=self.pk)
        standing = row.values_list("cancelled_at", "cancelled_because").first()
        page.cancelled_at, page.cancelled_because = standing or (None, "")
        return page

    def publish(self, revision: Any, user: Any = None, **options: Any) -> None:
        """Every way leads here: a press, a time that was set, many pages at once, an approval."""
        page = revision.as_object()
        if stopping_gaps(page):
            note_stop(page, revision, user)
        else:
            super().publish(revision, user=user, **options)

    def clean(self) -> None:
        super().clean()
        found = faults(self)
        if found:
            raise ValidationError(found)

    is_news = True
    kept_seconds = queries.SEATS_SECONDS

    @property
    def beside(self) -> Neighbours:
        return neighbours(self, queries.public_invitations())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        self.recall_subjects(request)
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        is_past, is_open = self.is_past(now), self.is_open(now)
        day = remember(("day of", self.pk), lambda: queries.day_of(self)) if self.pk else self
        organizer = NetworkSettings.for_request(request).network_name
        context |= {
            "now": now,
            "is_past": is_past,
            "came": queries.shown_attendance(day) if is_past else None,
            "is_open": is_open,
            "calendar_url": self.get_url(request) + self.reverse_subpage("calendar"),
            "schema_org": schema_org(self, organizer=organizer),
            "places": queries.seats_of(day) if is_open else None,
        }
        return context

    @path("kalender/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """The day as a calendar file."""
        return calendar_response([self], name=self.title, filename=self.slug)
