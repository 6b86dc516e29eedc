"""The network page, and plain pages for everything that is no list and no event."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.api import APIField
from wagtail.blocks import StructValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.caching.publicity import public
from cms.content.blocks import TEXT_FEATURES, BodyBlock
from cms.content.models import ContentMixin

from . import queries
from .blocks import VoiceBlock, WayBlock, lines
from .sections import SectionsMixin


def heading(default: str, help_text: Any) -> models.CharField:
    """A section's heading: has a good default, may be changed, never left out."""
    return models.CharField(_("heading"), max_length=120, default=default, help_text=help_text)


class HomePage(SectionsMixin, ContentMixin, Page):
    """The network page: what the network is, who it is for, when it meets, how to join."""

    eyebrow = models.CharField(
        _("line above the title"),
        max_length=80,
        blank=True,
        default="For regioner og kommuner",
        help_text=_("Who this is for, in a few words."),
    )
    hero_title = models.CharField(
        _("large title"),
        max_length=140,
        default="Fra 17 mål til mandag morgen",
        help_text=_("What the network does for its members. Few words look best; many will fit."),
    )
    join_action = models.CharField(
        _("text of the main button"),
        max_length=40,
        default="Bliv medlem",
        help_text=_("Says what happens. Also stands in the menu; leads to how to join."),
    )
    gains_action = models.CharField(
        _("text of the second button"),
        max_length=40,
        blank=True,
        default="Se hvad du får",
        help_text=_("Leads to what members get. Empty: no second button."),
    )
    season_title = models.CharField(
        _("heading"),
        max_length=120,
        blank=True,
        help_text=_("Above the season's days. Empty: the season's own name."),
    )
    areas_title = heading("Ti fagområder", _("Above the list of professional areas."))
    areas_intro = models.CharField(
        _("introduction"),
        max_length=240,
        blank=True,
        default=(
            "Hvert område peger på de mål, det rykker. "
            "Medlemmerne er med til at bestemme, hvad vi tager op."
        ),
        help_text=_("One or two sentences beside the areas."),
    )
    stories_title = heading("De gik først", _("Above the newest stories."))
    tools_title = heading("Tag et værktøj med", _("Above the newest tools of the library."))
    about_title = heading("Hvad er netværket", _("Above the text about the network."))
    about = RichTextField(
        _("what the network is"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("A few paragraphs for somebody who has never heard of it."),
    )
    gains_title = heading("Det får du", _("Above what members get."))
    gains = StreamField(
        lines(),
        verbose_name=_("what members get"),
        blank=True,
        help_text=_("One line for each thing, the best first."),
    )
    voices_title = heading("Det siger medlemmerne", _("Above what members say."))
    voices = StreamField(
        [("voice", VoiceBlock())],
        verbose_name=_("what members say"),
        blank=True,
        max_num=6,
        help_text=_("Two to four are enough. Each must have agreed to stand here."),
    )
    who_title = heading("Hvem kommer", _("Above who the network is for."))
    units = StreamField(
        lines(80),
        verbose_name=_("units"),
        blank=True,
        help_text=_("Where members work: one unit a line."),
    )
    roles = StreamField(
        lines(120),
        verbose_name=_("roles"),
        blank=True,
        help_text=_("What members are: one role a line."),
    )
    ways_title = heading("Sådan arbejder vi", _("Above the ways of working."))
    ways = StreamField(
        [("way", WayBlock())],
        verbose_name=_("how it works"),
        blank=True,
        help_text=_("What happens on a network day and between them."),
    )
    join_title = heading("Der er en stol til dig", _("In the band at the bottom of the page."))
    join_text = models.TextField(
        _("how to join"),
        max_length=400,
        blank=True,
        help_text=_("What it takes and what happens next, in two or three sentences."),
    )

    template = "home/home_page.html"
    max_count = len(settings.LANGUAGES)  # one in each language
    parent_page_types = ["wagtailcore.Page"]
    page_description = _("The network page: the site's front.")

    top_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("eyebrow"), FieldPanel("hero_title"), FieldPanel("lead")],
            heading=_("What people see first"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("join_action"), FieldPanel("gains_action")])],
            heading=_("Buttons"),
        ),
        MultiFieldPanel(
            [FieldPanel("cover"), FieldPanel("cover_alt")],
            heading=_("Picture when the page is shared"),
        ),
        *SectionsMixin.section_panels,
    ]
    found_panels = [
        HelpPanel(
            content=_(
                "The next day, the season's days, the areas, the newest stories and tools are found "
                "among the published pages. Here are only the words around them."
            )
        ),
        MultiFieldPanel([FieldPanel("season_title")], heading=_("The season")),
        MultiFieldPanel([FieldPanel("areas_title"), FieldPanel("areas_intro")], heading=_("Areas")),
        MultiFieldPanel([FieldPanel("stories_title")], heading=_("Stories")),
        MultiFieldPanel([FieldPanel("tools_title")], heading=_("Tools")),
    ]
    network_panels = [
        MultiFieldPanel([FieldPanel("about_title"), FieldPanel("about")], heading=_("About")),
        MultiFieldPanel([FieldPanel("gains_title"), FieldPanel("gains")], heading=_("Gains")),
        MultiFieldPanel([FieldPanel("voices_title"), FieldPanel("voices")], heading=_("Voices")),
        MultiFieldPanel(
            [FieldPanel("who_title"), FieldPanel("units"), FieldPanel("roles")],
            heading=_("Who comes"),
        ),
        MultiFieldPanel([FieldPanel("ways_title"), FieldPanel("ways")], heading=_("How it works")),
        MultiFieldPanel([FieldPanel("join_title"), FieldPanel("join_text")], heading=_("Joining")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(top_panels, heading=_("Top of the page")),
            ObjectList(network_panels, heading=_("The network")),
            ObjectList(found_panels, heading=_("Days, areas, stories")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
        ]
    )
    search_fields = [
        *Page.search_fields,
        *ContentMixin.lead_search_fields,
        index.SearchField("hero_title", boost=2),
        index.SearchField("about"),
        index.SearchField("gains"),
        index.SearchField("voices"),
        index.SearchField("units"),
        index.SearchField("roles"),
        index.SearchField("ways"),
        index.SearchField("join_text"),
    ]
    api_fields = [
        *ContentMixin.lead_api_fields,
        *SectionsMixin.section_api_fields,
        APIField("eyebrow"),
        APIField("hero_title"),
        APIField("join_action"),
        APIField("gains_action"),
        APIField("season_title"),
        APIField("areas_title"),
        APIField("areas_intro"),
        APIField("stories_title"),
        APIField("tools_title"),
        APIField("about_title"),
        APIField("about"),
        APIField("gains_title"),
        APIField("gains"),
        APIField("voices_title"),
        APIField("voices"),
        APIField("who_title"),
        APIField("units"),
        APIField("roles"),
        APIField("ways_title"),
        APIField("ways"),
        APIField("join_title"),
        APIField("join_text"),
    ]

    class Meta:
        verbose_name = _("network page")
        verbose_name_plural = _("network pages")

    @property
    def said(self) -> list[StructValue]:
        """What members say who have agreed to it."""
        return [voice.value for voice in self.voices if voice.value["agreed"]]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return context | queries.front(self, timezone.now())


# Below the network page, where a page's address is its slug alone.
FRONT_DEPTH = 3


def is_taken(slug: str, language: str) -> bool:
    """Whether the site has something of its own under this address, so that a page there is never seen."""
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    with translation.override(language):
        try:
            return resolve(f"{prefix}/{slug}/").url_name != "wagtail_serve"
        except Resolver404:
            return False


class StandardPage(ContentMixin, Page):
    """A plain page: about the network, accessibility, and what else needs saying."""

    body = StreamField(
        BodyBlock(),
        verbose_name=_("text"),
        blank=True,
        help_text=_("Headings, text, pictures, quotations, numbers and files, in any order."),
    )

    template = "home/standard_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    page_description = _("A plain page with text and pictures.")

    content_panels = [*Page.content_panels, *ContentMixin.lead_panels, FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        *ContentMixin.lead_search_fields,
        index.SearchField("body"),
    ]
    api_fields = [*ContentMixin.lead_api_fields, APIField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def clean(self) -> None:
        super().clean()
        if self.depth in (None, FRONT_DEPTH) and is_taken(self.slug, self.locale.language_code):
            words = _("The site itself has a page of this address. Choose another.")
            raise ValidationError({"slug": words})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["subpages"] = public(self.get_children())
        return context
