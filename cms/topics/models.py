"""What it means for a page to be about something."""

from collections.abc import Iterable

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Page
from wagtail.search import index

from cms.caching.publicity import private_paths
from cms.caching.remembering import remember


def public_among(pages: Iterable[Page]) -> list[Page]:
    """Those of the pages that anybody may see. They may come from a preview that is not saved yet."""
    private = private_paths()
    return [page for page in pages if page.live and not page.path.startswith(private)]


class TopicalMixin(models.Model):
    """The areas and goals that a page is about. Mix it in before `Page`."""

    topics = ParentalManyToManyField(
        "cms.TopicPage",
        verbose_name=_("areas"),
        blank=True,
        related_name="%(class)ss",
        help_text=_("Tick each professional area that this is useful to."),
    )
    goals = ParentalManyToManyField(
        "cms.GoalPage",
        verbose_name=_("goals"),
        blank=True,
        related_name="%(class)ss",
        help_text=_("Tick the goals that this moves. Few say more than many."),
    )

    topical_panel = MultiFieldPanel(
        [
            FieldPanel("topics", widget=CheckboxSelectMultiple),
            FieldPanel("goals", widget=CheckboxSelectMultiple),
        ],
        heading=_("What it is about"),
    )
    topical_api_fields = [APIField("topics"), APIField("goals")]
    topical_search_fields = [
        index.RelatedFields("topics", [index.SearchField("title")]),
        index.RelatedFields("goals", [index.SearchField("title")]),
    ]

    class Meta:
        abstract = True

    def recall_subjects(self, request: HttpRequest) -> None:
        """Take areas and goals from memory, where the page is read as it is published."""
        if getattr(request, "whole_page", None) is self:
            name = ("subjects", type(self), self.pk)
            self.all_topics, self.all_goals = remember(
                name, lambda: (list(self.topics.all()), list(self.goals.all()))
            )

    @property
    def public_topics(self) -> list[Page]:
        """The areas that the page may name to anybody, by title."""
        return sorted(public_among(self.all_topics), key=lambda topic: topic.title)

    @property
    def public_goals(self) -> list[Page]:
        """The goals that the page may name to anybody, by number."""
        return sorted(public_among(self.all_goals), key=lambda goal: goal.number)

    @cached_property
    def all_topics(self) -> list[Page]:
        """The page's areas. Uses what was prefetched."""
        return list(self.topics.all())

    @cached_property
    def all_goals(self) -> list[Page]:
        """The page's goals. Uses what was prefetched."""
        return list(self.goals.all())

    @property
    def goal_numbers(self) -> list[int]:
        """The numbers of the page's goals, ascending."""
        return sorted(page.number for page in self.all_goals)
