"""Resource persons: members and others who have said that they can be asked.

The page is about a person, so it is there only with that person's yes. What they said, when and how, is on
the page for editors alone. Taking the yes back is one press: the page is off the site at once, and what was
written is deleted some days later (`sweeping`).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.content.blocks import TEXT_FEATURES
from cms.content.models import ContentMixin
from cms.topics.models import TopicalMixin

from .models import LibraryPage
from .panels import TakeDownPanel
from .queries import member_named

MISSING = {
    "has_consented": _("Ask the person first. Without a yes there is no page."),
    "consented_on": _("Write the day on which they said yes."),
    "consent_note": _("Write how they said yes: »by e-mail to the secretariat«."),
}


class ResourcePersonPage(LibraryPage):
    """Somebody who can be asked, and what about. The title is the name."""

    role = models.CharField(
        _("role"), max_length=120, blank=True, help_text=_("What they are: »head of operations«.")
    )
    helps_with = RichTextField(
        _("can help with"),
        features=TEXT_FEATURES,
        help_text=_("What they can be asked about, in their own words."),
    )
    contact_email = models.EmailField(
        _("e-mail"),
        blank=True,
        help_text=_("Shown to everybody, if they want to be written to. Empty: not shown."),
    )
    contact_phone = models.CharField(
        _("telephone"),
        max_length=40,
        blank=True,
        help_text=_("Shown to everybody, if they want to be called. Empty: not shown."),
    )
    own_email = models.EmailField(
        _("their own address"),
        help_text=_(
            "Never shown. By it the network knows whose page this is: a member who leaves takes it along."
        ),
    )
    has_consented = models.BooleanField(
        _("they have said yes to this page"),
        default=False,
        help_text=_("To being named here, to everybody, with what stands on this page."),
    )
    consented_on = models.DateField(
        _("when"), null=True, blank=True, help_text=_("The day on which they said yes.")
    )
    consent_note = models.CharField(
        _("how"),
        max_length=200,
        blank=True,
        help_text=_("»By e-mail to the secretariat«, »on the network day in March«."),
    )
    # When the yes was taken back. Set by `actions.take_down`, never by a form.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    # Found by their own address whenever the page is saved, so that it holds when the address changes.
    member = models.ForeignKey(
        "cms.Member",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="resource_pages",
    )

    # No news: what stands in a feed or a letter cannot be taken back when the person wants it.
    is_news = False
    is_creatable = True

    template = "cms/library/resource_person_page.html"
    page_description = _("Somebody who has said yes to being asked, and what about.")

    content_panels = [
        TakeDownPanel(),
        *Page.content_panels,
        FieldRowPanel([FieldPanel("role"), FieldPanel("organisation")]),
        *ContentMixin.lead_panels,
        FieldPanel("helps_with"),
        FieldPanel("levels"),
        TopicalMixin.topical_panel,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")])],
            heading=_("How they want to be reached"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_(
                        "This page is about a person. It is on the site so that members can find somebody "
                        "to ask, and only as long as that person wants it. Of the yes, only what stands here "
                        "is kept."
                    )
                ),
                FieldPanel("own_email"),
                FieldPanel("has_consented"),
                FieldRowPanel([FieldPanel("consented_on"), FieldPanel("consent_note")]),
            ],
            heading=_("Their yes"),
        ),
    ]
    search_fields = [
        *LibraryPage.search_fields,
        index.SearchField("role"),
        index.SearchField("helps_with"),
    ]
    api_fields = [
        *LibraryPage.api_fields,
        APIField("role"),
        APIField("helps_with"),
        APIField("contact_email"),
        APIField("contact_phone"),
    ]

    class Meta:
        verbose_name = _("resource person")
        verbose_name_plural = _("resource persons")

    def clean(self) -> None:
        super().clean()
        missing = {name: words for name, words in MISSING.items() if not getattr(self, name)}
        if missing:
            raise ValidationError(missing)
        if self.consented_on > timezone.localdate():
            raise ValidationError({"consented_on": _("That day has not come yet.")})
        if self.withdrawn_at and self.consented_on < timezone.localdate(self.withdrawn_at):
            words = _("They have taken an earlier yes back. Ask again, and write the new day.")
            raise ValidationError({"consented_on": words})
        # A new yes: nothing is deleted.
        self.withdrawn_at = None

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.member = member_named(self.own_email)
        super().save(*args, **kwargs)
