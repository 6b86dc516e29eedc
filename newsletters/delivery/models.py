"""The ledger: one mailing, its batches, and one delivery for each recipient."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Mailing(models.Model):
    """One frozen sending of one newsletter to one frozen audience."""

    class State(models.TextChoices):
        PLANNING = "planning", _("Being prepared")
        SENDING = "sending", _("Being sent")
        PAUSED = "paused", _("Stopped by a fault")
        DONE = "done", _("Sent")
        DONE_WITH_HELD = "done_with_held", _("Sent, some unknown")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(
        "newsletters.NewsletterPage",
        verbose_name=_("newsletter"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="mailings",
    )
    page_key = models.BigIntegerField(editable=False)
    revision_key = models.BigIntegerField(editable=False)
    audience = models.JSONField(_("audience"))
    audience_key = models.CharField(max_length=64, editable=False)
    audience_sentence = models.CharField(_("recipients"), max_length=1000)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.PLANNING, db_index=True
    )
    fault = models.CharField(_("fault"), max_length=500, blank=True)
    subject = models.CharField(_("subject"), max_length=150)
    html = models.TextField()
    text = models.TextField()
    content_hash = models.CharField(_("content hash"), max_length=64)
    sender = models.CharField(_("sender"), max_length=330)
    reply_to = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=10)
    candidates = models.PositiveIntegerField(_("in the audience"), default=0)
    excluded = models.PositiveIntegerField(_("left out"), default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("pressed"))
    planned_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        permissions = [("send_newsletter", _("Can send newsletters to members"))]
        constraints = [
            # Pressing *Send* twice, or in two tabs, is one mailing.
            models.UniqueConstraint(
                fields=["page_key", "audience_key"], name="one_mailing_an_audience"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.PLANNING, self.State.SENDING)


class Batch(models.Model):
    """Recipients that are handed over together: the reach of one unknown outcome."""

    class State(models.TextChoices):
        READY = "ready", _("Ready")
        SUBMITTING = "submitting", _("Being handed over")
        DONE = "done", _("Handed over")
        HELD = "held", _("Unknown")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.READY)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    submitting_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["mailing", "number"]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "number"], name="batch_number_unique")
        ]
        indexes = [models.Index(fields=["mailing", "state", "number"], name="batch_to_do")]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.number}"


class Delivery(models.Model):
    """One mailing to one member: the ledger's row. Its id is the only thing a provider is told."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted by the provider")
        REJECTED = "rejected", _("Refused by the provider")
        SKIPPED = "skipped", _("Left out")
        HELD = "held", _("Unknown")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deliveries")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="deliveries")
    member = models.ForeignKey(
        "cms.Member", null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    address = models.CharField(_("address"), max_length=254)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["mailing", "pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["mailing", "member"], name="one_delivery_a_member"),
            models.UniqueConstraint(fields=["mailing", "address"], name="one_delivery_an_address"),
        ]
        indexes = [models.Index(fields=["mailing", "state"], name="delivery_state")]

    def __str__(self) -> str:
        return str(self.pk)
