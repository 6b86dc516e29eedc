"""What this package tells those who stand on it and keep something of a member that a goodbye ends."""

from django.dispatch import Signal

# Inside the transaction: `member`, `now`. Erasing is told by Django's own `pre_delete`.
member_left = Signal()
