"""Service letters for tests: say only what the test is about."""

from typing import Any

from django.utils import timezone

from cms.mail import actions
from cms.mail.models import Letter

# The queue looks at the real clock, so that is when letters are written here, too.
NOW = timezone.now()


def post_letter(**given: Any) -> Letter:
    """A letter of the plainest kind, posted at NOW."""
    return actions.post(
        **{
            "kind": "mail.test",
            "address": "anna@kommune.example",
            "values": {"name": "Rikke", "asked_at": NOW},
            "now": NOW,
            **given,
        }
    )


def post_secret(**given: Any) -> Letter:
    """A letter that holds a link for one person only."""
    values = {"reset_url": "/admin/password_reset/confirm/MQ/abc-a-secret/"}
    return post_letter(kind="members.reset_password", values=values, **given)


def again(letter: Letter) -> Letter:
    """The letter as it stands in the database now."""
    return Letter.objects.get(pk=letter.pk)
