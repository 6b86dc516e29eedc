"""The pages of first-mover stories."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.content.blocks import TEXT_FEATURES, BodyBlock, FigureBlock
from cms.content.levels import Level, LevelsMixin
from cms.content.models import ContentMixin, NetworkSettings
from cms.content.neighbours import Neighbours, neighbours
from cms.topics.models import TopicalMixin
from cms.topics.queries import goals, topics_with_goals

from . import queries
from .lenses import LensMixin
from .schema import article

STORIES_A_PAGE = 12


class StoryIndexPage(ContentMixin, Page):
    """All stories, newest first; narrowed by area, goal and level in the address."""

    template = "cms/stories/story_index_page.html"
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["cms.StoryPage"]
    page_description = _("The list of first-mover stories. One is enough.")

    content_panels = [*Page.content_panels, *ContentMixin.lead_panels]
    api_fields = [*ContentMixin.lead_api_fields]

    class Meta:
        verbose_name = _("list of stories")
        verbose_name_plural = _("lists of stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        chosen = {name: request.GET.get(name, "") for name in ("topic", "goal", "level")}
        stories = queries.filtered_stories(**chosen).child_of(self)
        context["stories"] = Paginator(stories, STORIES_A_PAGE).get_page(request.GET.get("page"))
        context["filters"] = {
            "chosen": chosen,
            "topics": topics_with_goals(),
            "goals": goals(),
            "levels": Level.choices,
            "active": any(chosen.values()),
        }
        return context


class StoryPage(ContentMixin, TopicalMixin, LensMixin, LevelsMixin, Page):
    """Who did what, with which result."""

    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        null=True,
        on_delete=models.PROTECT,
        related_name="stories",
        help_text=_("Where it happened."),
    )
    people = models.CharField(
        _("who did it"),
        max_length=200,
        help_text=_(
            "The unit or the people, with their role: »Teknisk Forvaltning, driftschefen«."
        ),
    )
    story_date = models.DateField(
        _("told on"), help_text=_("When the story was told; the newest stand first.")
    )
    challenge = RichTextField(
        _("the challenge"),
        features=TEXT_FEATURES,
        help_text=_("What was wrong, or what was asked of them?"),
    )
    approach = RichTextField(
        _("what was done"),
        features=TEXT_FEATURES,
        help_text=_("Step by step, so that somebody else could begin on Monday."),
    )
    results = StreamField(
        StreamBlock([("figure", FigureBlock())], max_num=6),
        verbose_name=_("results in numbers"),
        blank=True,
        help_text=_("Up to six numbers. The first is shown in lists and letters."),
    )
    lessons = RichTextField(
        _("what we learned"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("What would they do differently? What should others know first?"),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("more"),
        blank=True,
        help_text=_("Pictures, quotations and files that belong to the story."),
    )
    contact_name = models.CharField(
        _("contact"),
        max_length=120,
        blank=True,
        help_text=_("Somebody who has agreed to be written to."),
    )
    contact_email = models.EmailField(_("e-mail"), blank=True, help_text=_("Shown to everybody."))
    contact_phone = models.CharField(
        _("telephone"), max_length=40, blank=True, help_text=_("Shown to everybody.")
    )

    is_news = True

    template = "cms/stories/story_page.html"
    parent_page_types = ["cms.StoryIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A first-mover story: who did what, with which result.")

    content_panels = [
        *Page.content_panels,
        *ContentMixin.lead_panels,
        MultiFieldPanel(
            [
                FieldPanel("organisation"),
                FieldPanel("people"),
                FieldRowPanel([FieldPanel("story_date"), FieldPanel("levels")]),
            ],
            heading=_("Who and when"),
        ),
        TopicalMixin.topical_panel,
        FieldPanel("challenge"),
        FieldPanel("approach"),
        FieldPanel("results"),
        FieldPanel("lessons"),
        LensMixin.lens_panel,
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            ],
            heading=_("Contact"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        *ContentMixin.lead_search_fields,
        *TopicalMixin.topical_search_fields,
        index.SearchField("people"),
        index.SearchField("challenge"),
        index.SearchField("approach"),
        index.SearchField("lessons"),
        *LensMixin.lens_search_fields,
        index.SearchField("body"),
        index.RelatedFields("organisation", [index.SearchField("name")]),
        index.FilterField("story_date"),
    ]
    api_fields = [
        *ContentMixin.lead_api_fields,
        *TopicalMixin.topical_api_fields,
        APIField("organisation_name"),
        APIField("people"),
        APIField("story_date"),
        APIField("levels"),
        APIField("challenge"),
        APIField("approach"),
        APIField("results"),
        APIField("lessons"),
        *LensMixin.lens_api_fields,
        APIField("body"),
        APIField("contact_name"),
        APIField("contact_email"),
        APIField("contact_phone"),
    ]

    class Meta:
        verbose_name = _("first-mover story")
        verbose_name_plural = _("first-mover stories")

    kept_with = ("organisation", "cover")

    @property
    def organisation_name(self) -> str:
        return self.organisation.name if self.organisation else ""

    @property
    def first_result(self) -> Any:
        """The first result in numbers (value, unit, text), or None."""
        return self.results[0].value if self.results else None

    @property
    def beside(self) -> Neighbours:
        return neighbours(self, queries.public_stories())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        self.recall_subjects(request)
        context = super().get_context(request, *args, **kwargs)
        publisher = NetworkSettings.for_request(request).network_name
        return context | {
            "schema_org": article(self, publisher=publisher),
            "lens": self.lens(request.GET.get("level", "")),
        }

    def clean(self) -> None:
        super().clean()
        if self.cover and not self.cover_alt:
            # A story's picture is never decoration: it shows who did it, or what came of it.
            raise ValidationError({"cover_alt": _("Say what the picture shows.")})
