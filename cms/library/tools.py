"""Tools and methods: what somebody can take and use on Monday."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.content.blocks import TEXT_FEATURES
from cms.content.models import ContentMixin, NetworkSettings
from cms.topics.models import TopicalMixin

from . import queries, wording
from .blocks import LicensedFileBlock, StepBlock
from .models import LibraryPage
from .schema import how_to

LONGEST = 100 * wording.WORKING_DAY


class ToolPage(LibraryPage):
    """A tool or a method: what it is for, what it takes, how it is done, who has used it."""

    purpose = RichTextField(
        _("what it is for"),
        features=TEXT_FEATURES,
        help_text=_("When do you take it out, and what do you have afterwards?"),
    )
    minutes = models.PositiveIntegerField(
        _("time needed, in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
        help_text=_("From start to end. 60 is shown as an hour, 480 as a day."),
    )
    group_from = models.PositiveSmallIntegerField(
        _("people, at least"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("The smallest group that it works with."),
    )
    group_to = models.PositiveSmallIntegerField(
        _("people, at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("The largest group. Empty: any number."),
    )
    needs = models.CharField(
        _("what you need"),
        max_length=300,
        blank=True,
        help_text=_("Room, paper, numbers from the accounts: what must be there before you begin."),
    )
    steps = StreamField(
        StreamBlock([("step", StepBlock())], max_num=20),
        verbose_name=_("steps"),
        blank=True,
        help_text=_("In the order in which they are done; the numbers come by themselves."),
    )
    files = StreamField(
        StreamBlock([("file", LicensedFileBlock())], max_num=12),
        verbose_name=_("files"),
        blank=True,
        help_text=_("Templates, slides, spreadsheets: each says what others may do with it."),
    )

    is_news = True
    is_creatable = True

    template = "cms/library/tool_page.html"
    page_description = _("A tool or a method that others can use as it is.")

    content_panels = [
        *Page.content_panels,
        *ContentMixin.lead_panels,
        FieldPanel("purpose"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("levels")]),
                FieldRowPanel([FieldPanel("group_from"), FieldPanel("group_to")]),
                FieldPanel("needs"),
            ],
            heading=_("What it takes"),
        ),
        FieldPanel("steps"),
        FieldPanel("files"),
        TopicalMixin.topical_panel,
        FieldPanel("organisation", heading=_("Made by")),
        InlinePanel(
            "uses",
            heading=_("Who has used it"),
            label=_("One who has used it"),
            help_text=_("So that readers know whom to ask how it went."),
        ),
    ]
    search_fields = [
        *LibraryPage.search_fields,
        index.SearchField("purpose"),
        index.SearchField("needs"),
        index.SearchField("steps"),
        index.FilterField("minutes"),
    ]
    api_fields = [
        *LibraryPage.api_fields,
        APIField("purpose"),
        APIField("minutes"),
        APIField("group_from"),
        APIField("group_to"),
        APIField("needs"),
        APIField("steps"),
        APIField("files"),
        APIField("used_by"),
    ]

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")

    @property
    def time_words(self) -> str:
        return wording.duration(self.minutes) if self.minutes else ""

    @property
    def group_words(self) -> str:
        return wording.group(self.group_from, self.group_to)

    @property
    def used_by(self) -> list[str]:
        """The names of those who have used it."""
        return [use.organisation for use in queries.uses_of(self)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        publisher = NetworkSettings.for_request(request).network_name
        return context | {
            "uses": queries.uses_of(self),
            "schema_org": how_to(self, publisher=publisher),
        }

    def clean(self) -> None:
        super().clean()
        if self.group_from and self.group_to and self.group_from > self.group_to:
            words = _("The largest group is smaller than the smallest. Swap the two numbers.")
            raise ValidationError({"group_to": words})


class ToolUse(Orderable):
    """One who has used a tool; perhaps with the story of it."""

    is_public_content = True

    tool = ParentalKey(ToolPage, on_delete=models.CASCADE, related_name="uses")
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="tool_uses",
        help_text=_("Who used it."),
    )
    story = models.ForeignKey(
        "cms.StoryPage",
        verbose_name=_("story"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tool_uses",
        help_text=_("If there is one about it. Optional."),
    )
    note = models.CharField(
        _("what for"),
        max_length=160,
        blank=True,
        help_text=_("In a few words: »the budget of 2027, with all heads of unit«. Optional."),
    )

    panels = [FieldPanel("organisation"), FieldPanel("note"), FieldPanel("story")]

    class Meta(Orderable.Meta):
        verbose_name = _("use of a tool")
        verbose_name_plural = _("uses of tools")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.organisation} – {self.tool}"
