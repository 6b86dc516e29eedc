"""What it means for a page to be about something."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.search import index


def public_among(pages: Iterable[models.Model], model: str) -> models.QuerySet:
    """Those of the pages that anybody may see. They may come from a preview that is not saved yet."""
    public = apps.get_model(model).objects.live().public()
    return public.filter(pk__in=[page.pk for page in pages])


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

    @property
    def public_topics(self) -> models.QuerySet:
        """The areas that the page may name to anybody, by title."""
        return public_among(self.topics.all(), "cms.TopicPage").order_by("title")

    @property
    def public_goals(self) -> models.QuerySet:
        """The goals that the page may name to anybody, by number."""
        return public_among(self.goals.all(), "cms.GoalPage").order_by("number")

    @property
    def goal_numbers(self) -> list[int]:
        """The numbers of the page's goals, ascending. Uses what was prefetched."""
        return sorted(page.number for page in self.goals.all())
