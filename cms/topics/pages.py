"""The pages of areas and goals, and the two lists that hold them."""

import datetime as dt
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.caching.moments import remember_until
from cms.caching.remembering import remember
from cms.content.blocks import BodyBlock
from cms.content.goals import GOALS, Goal, goal
from cms.content.models import ContentMixin
from cms.content.neighbours import Neighbours, neighbours

from . import queries
from .models import public_among


class TopicIndexPage(ContentMixin, Page):
    """The list of professional areas."""

    template = "cms/topics/topic_index_page.html"
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["cms.TopicPage"]
    page_description = _("The list of the network's professional areas. One is enough.")

    content_panels = [*Page.content_panels, *ContentMixin.lead_panels]
    api_fields = [*ContentMixin.lead_api_fields]

    class Meta:
        verbose_name = _("list of areas")
        verbose_name_plural = _("lists of areas")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = queries.topics_with_goals().child_of(self)
        return context


class TopicPage(ContentMixin, Page):
    """One professional area: what the network does there, who has done it, and when to meet."""

    body = StreamField(
        BodyBlock(),
        verbose_name=_("text"),
        blank=True,
        help_text=_("What the area is about and what members can take home."),
    )
    goals = ParentalManyToManyField(
        "cms.GoalPage",
        verbose_name=_("goals"),
        blank=True,
        related_name="topics",
        help_text=_("The goals that this area moves most. They colour its page."),
    )

    template = "cms/topics/topic_page.html"
    parent_page_types = ["cms.TopicIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A professional area with its stories, network days and goals.")

    content_panels = [
        *Page.content_panels,
        *ContentMixin.lead_panels,
        FieldPanel("goals", widget=CheckboxSelectMultiple),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        *ContentMixin.lead_search_fields,
        index.SearchField("body"),
        index.RelatedFields("goals", [index.SearchField("title")]),
    ]
    api_fields = [*ContentMixin.lead_api_fields, APIField("goals"), APIField("body")]

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")

    @property
    def public_goals(self) -> "list[GoalPage]":
        """The goals that the page may name to anybody, by number."""
        return sorted(public_among(self.all_goals), key=lambda goal: goal.number)

    @cached_property
    def all_goals(self) -> "list[GoalPage]":
        """The area's goals. Uses what was prefetched."""
        return list(self.goals.all())

    @property
    def goal_numbers(self) -> list[int]:
        """The numbers of the area's goals, ascending."""
        return sorted(page.number for page in self.all_goals)

    @property
    def beside(self) -> Neighbours:
        return neighbours(self, queries.topics_with_goals())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        if getattr(request, "whole_page", None) is self:
            self.all_goals = remember(("goals of", self.pk), lambda: list(self.goals.all()))
        context = super().get_context(request, *args, **kwargs)
        return context | subject_context(self)


class GoalIndexPage(ContentMixin, Page):
    """The list of the 17 goals."""

    template = "cms/topics/goal_index_page.html"
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["cms.GoalPage"]
    page_description = _("The list of the 17 goals. One is enough.")

    content_panels = [*Page.content_panels, *ContentMixin.lead_panels]
    api_fields = [*ContentMixin.lead_api_fields]

    class Meta:
        verbose_name = _("list of goals")
        verbose_name_plural = _("lists of goals")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["goals"] = queries.goals().child_of(self)
        return context


class GoalPage(ContentMixin, Page):
    """One of the 17 goals: what it asks of a municipality or a region, and who works with it."""

    number = models.PositiveSmallIntegerField(
        _("number"),
        unique=True,
        validators=[MinValueValidator(1), MaxValueValidator(len(GOALS))],
        help_text=_("The goal's own number, 1 to 17. It decides the colour and the order."),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("text"),
        blank=True,
        help_text=_("What the goal asks of a municipality or a region."),
    )

    template = "cms/topics/goal_page.html"
    parent_page_types = ["cms.GoalIndexPage"]
    subpage_types: list[str] = []
    page_description = _("One of the 17 goals with everything that points at it.")

    content_panels = [
        *Page.content_panels,
        FieldPanel("number"),
        *ContentMixin.lead_panels,
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        *ContentMixin.lead_search_fields,
        index.SearchField("body"),
        index.FilterField("number"),
    ]
    api_fields = [
        APIField("number"),
        APIField("colour"),
        *ContentMixin.lead_api_fields,
        APIField("body"),
    ]

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def goal(self) -> Goal:
        return goal(self.number)

    @property
    def goal_numbers(self) -> list[int]:
        return [self.number]

    @property
    def colour(self) -> str:
        """The goal's colour as `#rrggbb`."""
        return self.goal.colour

    @property
    def beside(self) -> Neighbours:
        return neighbours(self, queries.goals())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return context | subject_context(self) | {"topics": topics_of(self)}


def topics_of(goal: GoalPage) -> list[TopicPage]:
    """The areas that anybody may see to move the goal."""
    name = ("topics of", goal.pk)
    return remember_until(name, lambda: list(queries.topics_of(goal)), timezone.now())


def subject_context(page: TopicPage | GoalPage) -> dict:
    """What an area and a goal show alike: stories, what the library has, and days, the next ones first."""
    now = timezone.now()
    return remember_until(("subject", page.pk), lambda: find_subject(page, now), now)


# An area points at the newest in the library; the library itself has the rest.
MOST_FROM_LIBRARY = 6


def find_subject(page: TopicPage | GoalPage, now: dt.datetime) -> dict:
    days = list(queries.related(page, "invitationpages").order_by("starts_at"))
    return {
        "stories": list(
            queries.related(page, "storypages")
            .select_related("cover", "organisation")
            .order_by("-story_date", "-first_published_at")
        ),
        "library": list(
            queries.related(page, "librarypages")
            .in_lists()
            .still_open(now)
            .order_by("-first_published_at", "-pk")[:MOST_FROM_LIBRARY]
        ),
        "invitations": [day for day in days if not day.is_past(now)],
        "past_invitations": [day for day in reversed(days) if day.is_past(now)],
    }
