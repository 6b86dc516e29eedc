"""The table of seasons."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class Season(models.Model):
    """A period of the network, both days included."""

    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("As members know it: »2026–2027«.")
    )
    starts_on = models.DateField(_("first day"), help_text=_("The day the season opens."))
    ends_on = models.DateField(
        _("last day"), help_text=_("The day the members decide together what comes next.")
    )
    summary = models.CharField(
        _("summary"),
        max_length=200,
        blank=True,
        help_text=_("A short line beside the season's days: what this season is about."),
    )

    is_public_content = True

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")], heading=_("Period")),
        FieldPanel("summary"),
    ]

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("season")
        verbose_name_plural = _("seasons")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": _("The last day must be after the first day.")})
