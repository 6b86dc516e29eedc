"""The table of addresses that somebody wants to change to."""

from django.db import models

from cms.members.models import User


class AddressChange(models.Model):
    """The new address that somebody typed, until it is confirmed by a press behind a link mailed there.

    One for each account: who asks again means the new one. Of the token in the link only a hash is kept.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="address_change")
    address = models.CharField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"
