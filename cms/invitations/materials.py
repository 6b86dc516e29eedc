"""Documents of a day that only those who came may open."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class Material(Orderable):
    """One document, shown on the own page of whoever came, once the day is over."""

    page = ParentalKey("cms.InvitationPage", on_delete=models.CASCADE, related_name="materials")
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("file"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    title = models.CharField(
        _("title"),
        max_length=120,
        blank=True,
        help_text=_("Without one, the file's own title is shown."),
    )

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("material for those who came")
        verbose_name_plural = _("materials for those who came")
        default_permissions = ()

    def __str__(self) -> str:
        return self.title or self.document.title
