"""The table of saved audiences."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.Model):
    """A rule with a name. Who it means is worked out each time it is asked, so it cannot go stale."""

    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        help_text=_("What you choose it by when you send: »Energy, municipalities«."),
    )
    rule = models.JSONField(_("who gets it"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")

    def __str__(self) -> str:
        return self.name
