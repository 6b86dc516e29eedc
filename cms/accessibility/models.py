"""What editors keep of the site's accessibility."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.content.site_settings import SiteSettings

# The statement is gone through every year; a month before that we say so.
DUE_AFTER = dt.timedelta(days=334)
# Where the agency says whom to write to, and that one writes to the body itself first.
COMPLAINTS = (
    "https://digst.dk/digital-inklusion/webtilgaengelighed/oplever-du-ikke-tilgaengeligt-indhold/"
)


@register_setting(icon="user", order=20)
class AccessibilitySettings(SiteSettings):
    """Who answers for the site's accessibility, and when it was looked at last (one row a site)."""

    class Method(models.TextChoices):
        SELF = "self", _("We checked it ourselves")
        OTHERS = "others", _("Somebody else checked it for us")

    responsible = models.CharField(
        _("who is responsible"),
        max_length=160,
        blank=True,
        help_text=_("The organisation that answers for the site. Empty: the secretariat."),
    )
    report_email = models.EmailField(
        _("e-mail for reports"),
        blank=True,
        help_text=_(
            "Where people write who cannot use something. Empty: the secretariat's address."
        ),
    )
    checked_on = models.DateField(
        _("checked last on"),
        null=True,
        blank=True,
        help_text=_(
            "The day you went through the site and this statement. We remind you after eleven months."
        ),
    )
    method = models.CharField(
        _("how it was checked"),
        max_length=10,
        choices=Method,
        default=Method.SELF,
        help_text=_("The law asks you to say it."),
    )
    checked_by = models.CharField(
        _("checked by"),
        max_length=160,
        blank=True,
        help_text=_("Who checked it, if it was not you: the name of the firm."),
    )
    complaint_url = models.URLField(
        _("where to complain"),
        default=COMPLAINTS,
        help_text=_(
            "The page where Digitaliseringsstyrelsen takes complaints. See that it still works "
            "when you go through the statement."
        ),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("responsible"), FieldPanel("report_email")], heading=_("Who answers for it")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("checked_on"), FieldPanel("method")]),
                FieldPanel("checked_by"),
            ],
            heading=_("The last check"),
        ),
        FieldPanel("complaint_url"),
    ]

    class Meta:
        verbose_name = _("Accessibility statement")

    def is_due(self, today: dt.date) -> bool:
        """Whether it is time to go through the statement; one that was never checked is due."""
        return self.checked_on is None or today - self.checked_on > DUE_AFTER


class AccessibilityIssue(models.Model):
    """Something on the site that not everybody can use."""

    is_public_content = True

    class Reason(models.TextChoices):
        MENDING = "mending", _("We are mending it")
        BURDEN = "burden", _("Mending it would be a disproportionate burden")
        NOT_COVERED = "not_covered", _("The law does not cover it")

    what = models.CharField(
        _("what"), max_length=200, help_text=_("What does not work, in one plain sentence.")
    )
    where = models.CharField(
        _("where"), max_length=200, help_text=_("On which pages or in which documents.")
    )
    hits = models.CharField(
        _("whom it hits"),
        max_length=200,
        help_text=_("»People who use a screen reader«, »people who use the keyboard alone«."),
    )
    reason = models.CharField(
        _("why it is still so"),
        max_length=12,
        choices=Reason,
        default=Reason.MENDING,
        help_text=_("One of the three reasons that the law knows."),
    )
    explanation = models.TextField(
        _("explanation"),
        blank=True,
        help_text=_("Why. For a disproportionate burden, say what you have weighed."),
    )
    workaround = models.TextField(
        _("what to do meanwhile"),
        blank=True,
        help_text=_("How people get the same in another way: whom to ask, where else it stands."),
    )
    expected_on = models.DateField(
        _("expected to be mended on"),
        null=True,
        blank=True,
        help_text=_("Empty when you do not know it."),
    )
    solved_at = models.DateTimeField(
        _("solved at"),
        null=True,
        blank=True,
        help_text=_("Fill it in when it works. The issue then leaves the public statement."),
    )

    class Meta:
        verbose_name = _("accessibility issue")
        verbose_name_plural = _("accessibility issues")
        ordering = ["reason", "pk"]

    def __str__(self) -> str:
        return self.what
