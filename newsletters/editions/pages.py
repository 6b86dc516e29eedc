"""The newsletter as a page: written, previewed, published and archived like any other."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_lazy as wagtails
from django.views.decorators.http import conditional_page
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from cms.content.models import NetworkSettings
from cms.content.searching import clean
from cms.invitations.queries import SEATS_SECONDS
from cms.mail.addresses import canonical
from cms.mail.message import hides_something

from . import archive, previews, queries
from .blocks import LetterBlock
from .feeds import MEDIA_TYPE, atom
from .models import COLOUR
from .panels import TabsWithOneForm
from .picking import stored, walk

ISSUES_A_PAGE = 20
HIDDEN = _("It holds an invisible character. Type the text again.")


def address_fault(address: str) -> str:
    """What is wrong with an address that answers go to; empty where nothing is."""
    try:
        canonical(address)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


class NewsletterIndexPage(RoutablePageMixin, Page):
    """The archive: every newsletter that anybody may read again, with search and a feed."""

    lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_("What the newsletter is about and how often it comes."),
    )

    series = models.ForeignKey(
        "cms.Series",
        verbose_name=_("series"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_(
            "What members say yes to. A newsletter in this archive goes only to those who said yes to it."
        ),
    )
    sender_name = models.CharField(
        _("sender"),
        max_length=70,
        blank=True,
        help_text=_("The name in »From« of these letters. Empty: the network's name."),
    )
    reply_to = models.EmailField(
        _("replies go to"),
        blank=True,
        help_text=_("Empty: the secretariat's address under Settings."),
    )
    accent = models.CharField(
        _("colour of links and buttons"),
        max_length=7,
        blank=True,
        validators=[COLOUR],
        help_text=_("As # and six signs, dark enough to be read on white. Empty: as all letters."),
    )
    accent_dark = models.CharField(
        _("the same in dark colours"),
        max_length=7,
        blank=True,
        validators=[COLOUR],
        help_text=_("Light enough to be read on nearly black. Empty: as all letters."),
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("At the top of these letters, at most 200 px wide. Empty: as all letters."),
    )
    logo_dark = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo in dark colours"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty: the same logo. Then it must be readable on nearly black too."),
    )

    template = "newsletters/editions/newsletter_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["newsletters.NewsletterPage"]
    page_description = _("The archive of a series of newsletters, one for each series.")

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("series"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("sender_name"), FieldPanel("reply_to")])],
            heading=_("Sender"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("accent"), FieldPanel("accent_dark")]),
                FieldRowPanel([FieldPanel("logo"), FieldPanel("logo_dark")]),
            ],
            heading=_("How these letters look"),
            classname="collapsed",
        ),
    ]
    api_fields = [APIField("lead")]

    class Meta:
        verbose_name = _("newsletter archive")
        verbose_name_plural = _("newsletter archives")

    def clean(self) -> None:
        super().clean()
        faults: dict[str, Any] = {}
        if hides_something(self.sender_name or ""):
            faults["sender_name"] = HIDDEN
        if self.reply_to and (said := address_fault(self.reply_to)):
            faults["reply_to"] = said
        if self.series_id and (title := queries.archive_with_series(self)):
            faults["series"] = _("»%(title)s« is its archive already.") % {"title": title}
        if faults:
            raise ValidationError(faults)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        words = clean(request.GET.get("q", ""))
        readable = archive.readable(self, request)
        issues = queries.found(readable.issues, words) if words else readable.issues
        context["words"] = words
        context["newsletters"] = Paginator(issues, ISSUES_A_PAGE).get_page(request.GET.get("page"))
        context["for_members"] = readable.for_members
        context["others"] = queries.other_archives(self)
        context["feed_url"] = (self.get_url(request) or "") + self.reverse_subpage("feed")
        return context

    @path("feed/", name="feed")
    @method_decorator(conditional_page)
    def feed(self, request: HttpRequest) -> HttpResponse:
        """The latest issues for a feed reader, which nobody signs in from: only what all may read."""
        issues = queries.public_newsletters().child_of(self)[:ISSUES_A_PAGE]
        url = (self.full_url or "") + self.reverse_subpage("feed")
        author = NetworkSettings.for_request(request).network_name
        return HttpResponse(atom(self, issues, url=url, author=author), content_type=MEDIA_TYPE)


class NewsletterPage(Page):
    """One newsletter. Publishing puts it in the archive; sending is a press of its own."""

    subject = models.CharField(
        _("subject"),
        max_length=150,
        blank=True,
        help_text=_(
            "What the inbox shows. Best under 60 characters, the most important word first."
        ),
    )
    preheader = models.CharField(
        _("preheader"),
        max_length=150,
        blank=True,
        help_text=_(
            "The inbox shows it after the subject. Say something that the subject does not."
        ),
    )
    sender_name = models.CharField(
        _("sender"),
        max_length=70,
        blank=True,
        help_text=_("The name in »From«. Empty: the archive's, or the network's name."),
    )
    reply_to = models.EmailField(
        _("replies go to"),
        blank=True,
        help_text=_("Empty: the archive's, or the secretariat's address under Settings."),
    )
    headline = models.CharField(
        _("headline"),
        max_length=120,
        blank=True,
        help_text=_(
            "Continues »Dear Anna, …« at the top of the letter. Empty: the greeting alone."
        ),
    )
    lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_("Two sentences that say what this letter is good for."),
    )
    body = StreamField(
        LetterBlock(),
        verbose_name=_("content"),
        blank=True,
        help_text=_("Pick pages to show; write only what the pages do not say."),
    )

    template = "newsletters/editions/newsletter_page.html"
    parent_page_types = ["newsletters.NewsletterIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A letter to the members, built from this site's pages.")

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("subject"), FieldPanel("preheader")], heading=_("In the inbox")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("sender_name"), FieldPanel("reply_to")])],
            heading=_("Sender"),
            classname="collapsed",
        ),
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("lead")], heading=_("Opening")),
        HelpPanel(
            heading=_("Words for each reader"),
            template="newsletters/editions/words_help.html",
            classname="collapsed",
        ),
        FieldPanel("body"),
        InlinePanel(
            "corrections",
            heading=_("Corrections"),
            label=_("Correction"),
            classname="collapsed",
            help_text=_(
                "What has been mailed stays as it is. The web copy can be put right: change it above, say "
                "here what you put right, and publish. Readers see it at the top of the page."
            ),
        ),
    ]
    # The names of Wagtail's own tabs, in Wagtail's own translation.
    edit_handler = TabsWithOneForm(
        [
            ObjectList(content_panels, heading=wagtails("Content")),
            ObjectList(Page.promote_panels, heading=wagtails("Promote")),
            ObjectList(Page.settings_panels, heading=wagtails("Settings")),
        ]
    )
    search_fields = [
        *Page.search_fields,
        index.SearchField("subject"),
        index.SearchField("headline"),
        index.SearchField("lead"),
        index.SearchField("body"),
        # The archive searches among issues whose time is not over.
        index.FilterField("expire_at"),
    ]
    api_fields = [
        APIField("subject"),
        APIField("preheader"),
        APIField("headline"),
        APIField("lead"),
        APIField("body"),
        APIField("corrections"),
    ]
    preview_modes = previews.MODES

    @property
    def kept_seconds(self) -> int | None:
        """As long as a day's own page, where it says how many seats are left."""
        says_seats = any(kind == "facts" for kind, _value in walk(stored(self.body)))
        return SEATS_SECONDS if says_seats else None

    @property
    def rectified(self) -> list["Correction"]:
        """What was corrected in the web copy, the latest first."""
        return sorted(self.corrections.all(), key=lambda each: each.at, reverse=True)

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")

    def clean(self) -> None:
        super().clean()
        faults: dict[str, Any] = {}
        for field in ("subject", "preheader", "sender_name", "headline"):
            if hides_something(getattr(self, field) or ""):
                faults[field] = HIDDEN
        if self.reply_to and (said := address_fault(self.reply_to)):
            faults["reply_to"] = said
        if faults:
            raise ValidationError(faults)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["issue_date"] = self.first_published_at
        context["for_members"] = bool(self.pk) and archive.is_for_members(self)
        return context

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previews.serve(self, request, mode_name)


class Correction(models.Model):
    """What was put right in a newsletter's web copy after it was mailed."""

    page = ParentalKey(NewsletterPage, on_delete=models.CASCADE, related_name="corrections")
    at = models.DateField(
        _("date"), default=timezone.localdate, help_text=_("The day it was put right.")
    )
    words = models.CharField(
        _("what was wrong"),
        max_length=300,
        help_text=_("What it said, and what is right: »The day begins at 10, not at 9«."),
    )

    panels = [FieldPanel("at"), FieldPanel("words")]
    api_fields = [APIField("at"), APIField("words")]

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return self.words
