"""The table of organisations."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


class Organisation(index.Indexed, models.Model):
    """A municipality, a region or another body, with its official code and the days it exists."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        REGION = "region", _("Region")
        OTHER = "other", _("Other organisation")

    name = models.CharField(
        _("name"),
        max_length=120,
        unique=True,
        help_text=_("As it is written on the letterhead: »Middelfart Kommune«."),
    )
    kind = models.CharField(
        _("kind of organisation"),
        max_length=20,
        choices=Kind.choices,
        default=Kind.MUNICIPALITY,
        db_index=True,
        help_text=_("Newsletters can be addressed by kind of organisation."),
    )
    code = models.CharField(
        _("official code"),
        max_length=10,
        blank=True,
        help_text=_("The municipality's or region's number: »410«. Empty for other bodies."),
    )
    region = models.ForeignKey(
        "self",
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="municipalities",
        limit_choices_to={"kind": Kind.REGION},
        help_text=_("The region that a municipality lies in."),
    )
    valid_from = models.DateField(
        _("from"), null=True, blank=True, help_text=_("The first day; empty: it was always there.")
    )
    valid_to = models.DateField(
        _("to"),
        null=True,
        blank=True,
        help_text=_("The last day, for an organisation that is merged or closed."),
    )

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=~models.Q(code=""),
                name="organisation_code_unique",
                violation_error_message=_("Another organisation has this code."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The last day is before the first day.")})
