"""What a provider reported of a letter: one row for each report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsletters.delivery.models import Delivery


class DeliveryEvent(models.Model):
    """One report, kept once. Only ever added to, and forgotten after 90 days (`retention`)."""

    class Kind(models.TextChoices):
        """What is kept, from the weakest word on a letter to the strongest."""

        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        ACCEPTED = "accepted", _("Accepted by the provider")
        DEFERRED = "deferred", _("Delayed by the receiver")
        DELIVERED = "delivered", _("Delivered")
        SOFT_BOUNCED = "soft_bounced", _("Came back for now")
        DROPPED = "dropped", _("Not sent on by the provider")
        BOUNCED = "bounced", _("Bounced")
        COMPLAINED = "complained", _("Reported as spam")

    provider = models.CharField(max_length=20)
    # The provider's own id of the report, or what makes it one of a kind, as SHA-256 (`translation`).
    key = models.CharField(max_length=64)
    # No constraint in the database, as in the ledger itself: it would be checked for millions of rows.
    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, related_name="events", db_constraint=False
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    # The receiver's answer, without addresses.
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["occurred_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "key"], name="one_row_a_report"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.kind}"
