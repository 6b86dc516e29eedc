"""How letters look on a site: colours, logo and the words of the foot."""

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting
from wagtail.images import get_image_model_string

from cms.content.site_settings import SiteSettings

COLOUR = RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", _("Write a colour as # and six signs: #0d4a43."))


@register_setting(icon="view", order=30)
class LetterTheme(SiteSettings):
    """What is this site's own in the look of a letter; all else is the letter's template."""

    accent = models.CharField(
        _("colour of links and buttons"),
        max_length=7,
        default="#0d4a43",
        validators=[COLOUR],
        help_text=_("Dark enough to be read on white."),
    )
    accent_dark = models.CharField(
        _("the same in dark colours"),
        max_length=7,
        default="#86d3c5",
        validators=[COLOUR],
        help_text=_("Light enough to be read on nearly black."),
    )
    paper = models.CharField(
        _("colour around the letter"),
        max_length=7,
        default="#eef1ea",
        validators=[COLOUR],
        help_text=_("Nothing is written on it."),
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("At the top of each letter, at most 200 px wide. Empty: the network's name."),
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
    footer = models.CharField(
        _("more in the foot"),
        max_length=300,
        blank=True,
        help_text=_("After sender and postal address: a company number, say."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel(name, widget=forms.ColorInput)
                for name in ("accent", "accent_dark", "paper")
            ],
            heading=_("Colours"),
        ),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("logo_dark")], heading=_("Logo")),
        FieldPanel("footer"),
    ]

    class Meta:
        verbose_name = _("How letters look")
