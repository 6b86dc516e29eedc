"""Projects: what several work on together for a time."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.blocks import CharBlock, StreamBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.content.blocks import TEXT_FEATURES
from cms.content.models import ContentMixin, NetworkSettings
from cms.topics.models import TopicalMixin

from .models import LibraryPage
from .schema import project


class State(models.TextChoices):
    """Never stored: it follows from the days."""

    PLANNED = "planned", _("Begins later")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Finished")


PARTNER = CharBlock(
    label=_("Partner"), max_length=120, help_text=_("One name: »Aalborg Universitet«.")
)


class ProjectPage(LibraryPage):
    """A project: who, when, with whom, and what has come of it so far."""

    starts_on = models.DateField(
        _("begins"), null=True, blank=True, help_text=_("The first day. Empty: it has begun.")
    )
    ends_on = models.DateField(
        _("ends"), null=True, blank=True, help_text=_("The last day. Empty: not settled.")
    )
    description = RichTextField(
        _("what it is about"),
        features=TEXT_FEATURES,
        help_text=_("What do they want to change, and how?"),
    )
    partners = StreamField(
        StreamBlock([("partner", PARTNER)], max_num=30),
        verbose_name=_("partners"),
        blank=True,
        help_text=_("Who else is in it, besides the organisation."),
    )
    results = RichTextField(
        _("results so far"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("What is known already, also what did not work."),
    )
    link = models.URLField(
        _("the project's own page"), blank=True, help_text=_("Where more stands. Optional.")
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
    is_creatable = True

    template = "cms/library/project_page.html"
    page_description = _("A project: who, when, with whom, and what has come of it.")

    content_panels = [
        *Page.content_panels,
        *ContentMixin.lead_panels,
        MultiFieldPanel(
            [
                FieldPanel("organisation"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("levels"),
            ],
            heading=_("Who and when"),
        ),
        FieldPanel("description"),
        FieldPanel("partners"),
        FieldPanel("results"),
        FieldPanel("link"),
        TopicalMixin.topical_panel,
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            ],
            heading=_("Contact"),
        ),
    ]
    search_fields = [
        *LibraryPage.search_fields,
        index.SearchField("description"),
        index.SearchField("partners"),
        index.SearchField("results"),
        index.FilterField("ends_on"),
    ]
    api_fields = [
        *LibraryPage.api_fields,
        APIField("starts_on"),
        APIField("ends_on"),
        APIField("description"),
        APIField("partners"),
        APIField("results"),
        APIField("link"),
        APIField("contact_name"),
        APIField("contact_email"),
        APIField("contact_phone"),
    ]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def state(self, today: dt.date) -> State:
        if self.starts_on and today < self.starts_on:
            return State.PLANNED
        return State.DONE if self.ends_on and today > self.ends_on else State.RUNNING

    @property
    def state_words(self) -> str:
        return str(self.state(timezone.localdate()).label)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        publisher = NetworkSettings.for_request(request).network_name
        return context | {"schema_org": project(self, publisher=publisher)}

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.starts_on > self.ends_on:
            raise ValidationError({"ends_on": _("It ends before it begins. Look at both days.")})
