"""The table of those who are no members and want to come: what they typed, until they confirm it."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT = dt.timedelta(hours=48)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def waiting(self) -> "ApplicationQuerySet":
        """Those that nobody has confirmed."""
        return self.filter(registration=None)


class Application(models.Model):
    """What a visitor typed to come to a day. It holds no seat: anybody can type any address.

    Once it is confirmed, only the way to the registration is left, for whoever presses twice.
    """

    invitation = models.ForeignKey(
        "cms.InvitationPage", on_delete=models.CASCADE, related_name="applications"
    )
    first_name = models.CharField(max_length=60, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True, db_index=True)
    organisation = models.ForeignKey(
        "cms.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    organisation_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2)
    # SHA-256 of the token in the letter; nothing until one is written.
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField(db_index=True)
    registration = models.ForeignKey(
        "cms.Registration", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    objects = ApplicationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        default_permissions = ()

    def __str__(self) -> str:
        # Stands in logs, so it names nobody.
        return f"application {self.pk}"

    @property
    def about(self) -> str:
        """What its letter is about."""
        return f"application:{self.pk}"

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def workplace(self) -> str:
        return self.organisation.name if self.organisation else self.organisation_name
