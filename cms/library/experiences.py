"""Experiences: the short lesson of something that was tried."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.content.blocks import TEXT_FEATURES
from cms.content.models import ContentMixin, NetworkSettings
from cms.topics.models import TopicalMixin, public_among

from .models import LibraryPage
from .schema import lesson


class ExperiencePage(LibraryPage):
    """What somebody tried, what happened, and what they would do differently."""

    tried = RichTextField(
        _("what we tried"), features=TEXT_FEATURES, help_text=_("In a few sentences.")
    )
    happened = RichTextField(
        _("what happened"),
        features=TEXT_FEATURES,
        help_text=_("As it was. What did not work is worth most to others."),
    )
    differently = RichTextField(
        _("what we would do differently"),
        features=TEXT_FEATURES,
        help_text=_("The advice you would have liked to get."),
    )
    story = models.ForeignKey(
        "cms.StoryPage",
        verbose_name=_("story"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="experiences",
        help_text=_("The whole story, if there is one. Optional."),
    )

    is_news = True
    is_creatable = True

    template = "cms/library/experience_page.html"
    page_description = _("A short lesson: what was tried, what happened, what next time.")

    content_panels = [
        *Page.content_panels,
        *ContentMixin.lead_panels,
        MultiFieldPanel(
            [FieldPanel("organisation"), FieldPanel("levels")], heading=_("Who, and for whom")
        ),
        FieldPanel("tried"),
        FieldPanel("happened"),
        FieldPanel("differently"),
        PageChooserPanel("story", "cms.StoryPage"),
        TopicalMixin.topical_panel,
    ]
    search_fields = [
        *LibraryPage.search_fields,
        index.SearchField("tried"),
        index.SearchField("happened"),
        index.SearchField("differently"),
    ]
    api_fields = [
        *LibraryPage.api_fields,
        APIField("tried"),
        APIField("happened"),
        APIField("differently"),
    ]

    class Meta:
        verbose_name = _("experience")
        verbose_name_plural = _("experiences")

    @property
    def public_story(self) -> Page | None:
        """The story, where anybody may read it."""
        return next(iter(public_among([self.story] if self.story else [])), None)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        publisher = NetworkSettings.for_request(request).network_name
        return context | {"schema_org": lesson(self, publisher=publisher)}
