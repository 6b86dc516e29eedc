"""Who the network is (one row a site), and what every page carries besides Wagtail's own fields."""

from copy import copy
from typing import Any, Self

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.contrib.settings.models import register_setting
from wagtail.images import get_image_model_string
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import PageViewRestriction
from wagtail.search import index

from cms.caching.publicity import private_paths
from cms.caching.remembering import remember
from cms.caching.routes import site_of

from .site_settings import SiteSettings


@register_setting(icon="group", order=10)
class NetworkSettings(SiteSettings):
    """The network's name and the people behind it: stands in the page's foot and in every letter."""

    network_name = models.CharField(
        _("name of the network"),
        max_length=80,
        default="Verdensmålsnetværket",
        help_text=_("Stands at the top of every page and letter."),
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        blank=True,
        default="Et fagligt netværk for regioner og kommuner",
        help_text=_("One short line about what the network is; stands in the page's foot."),
    )
    secretariat_name = models.CharField(
        _("secretariat"),
        max_length=120,
        default="Sekretariatet",
        help_text=_("Who runs the network and sends the letters."),
    )
    contact_email = models.EmailField(
        _("e-mail"),
        blank=True,
        help_text=_("Where people write to; also where a reply to a newsletter goes."),
    )
    contact_phone = models.CharField(
        _("telephone"), max_length=40, blank=True, help_text=_("As it should be read.")
    )
    postal_address = models.CharField(
        _("postal address"),
        max_length=200,
        blank=True,
        help_text=_("Stands in the foot of every letter: readers can see who sends it."),
    )

    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page about privacy"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "What is done with what people tell. Whoever signs up for a day finds a link to it."
        ),
    )
    invitations_series = models.ForeignKey(
        "cms.Series",
        verbose_name=_("series of invitations"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Members who have said yes to it can be reminded of a deadline. Without one, nobody is."
        ),
    )
    stops_at_gaps = models.BooleanField(
        _("publish no invitation with gaps"),
        default=False,
        help_text=_(
            "An invitation that misses its place, deadline, seats or contact is not published. "
            "Without the tick it is, and the editor is told what is missing."
        ),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("network_name"), FieldPanel("tagline")], heading=_("The network")
        ),
        MultiFieldPanel(
            [
                FieldPanel("secretariat_name"),
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("postal_address"),
            ],
            heading=_("The secretariat"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("privacy_page"),
                FieldPanel("invitations_series"),
                FieldPanel("stops_at_gaps"),
            ],
            heading=_("Invitations"),
        ),
    ]

    class Meta:
        verbose_name = _("The network")

    @classmethod
    def for_site_id(cls, site_id: int | None) -> Self:
        ask = super().for_site_id
        kept = remember(("network settings", site_id), lambda: ask(site_id))
        # Wagtail hangs the request on it.
        return copy(kept)


class ContentMixin(models.Model):
    """A lead and a picture. Mix it in before `Page`."""

    lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_(
            "One to three sentences that say why this is worth reading. "
            "Also used in lists, in search results and in letters."
        ),
    )
    cover = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Without a picture, one is composed in the colours of the page's goals."),
    )
    cover_alt = models.CharField(
        _("what the picture shows"),
        max_length=200,
        blank=True,
        help_text=_(
            "For those who cannot see it: what matters in the picture, in one sentence. "
            "A story needs it; elsewhere it may be empty if the picture is mere decoration."
        ),
    )

    lead_panels = [
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt")], heading=_("Picture")),
    ]
    lead_search_fields = [index.SearchField("lead", boost=2)]
    lead_api_fields = [
        APIField("lead"),
        APIField("cover", serializer=ImageRenditionField("width-1200")),
        APIField("cover_alt"),
    ]

    class Meta:
        abstract = True

    def get_url_parts(self, request: Any = None) -> Any:
        """As Wagtail says it, once for each address, language and site that is asked."""
        site = site_of(request) if isinstance(request, HttpRequest) else None
        name = ("address", self.url_path, get_language(), site and site.pk)  # type: ignore[attr-defined]  # Page's
        return remember(name, lambda: super(ContentMixin, self).get_url_parts(request))  # type: ignore[misc]

    def get_view_restrictions(self) -> Any:
        """Wagtail asks for all pages above; where nothing is private there is nothing to ask."""
        if not private_paths():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()  # type: ignore[misc]  # Page's
