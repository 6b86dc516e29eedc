"""What stands on the envelope: who writes, which list it is, and how to leave it."""

from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from cms.mail.message import Content, Recipient
from newsletters.editions.personal import personal_fields

from .models import Delivery
from .tokens import make_token

LIST_NAME = "nyhedsbrev"


class Written(Protocol):
    """A letter or a mailing: what both have of a letter's words."""

    @property
    def subject(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def reply_to(self) -> str: ...


def list_id_of() -> str:
    """The list's own name (RFC 2919): the same in every letter, for ever."""
    return f"<{LIST_NAME}.{urlsplit(settings.SITE_URL).hostname}>"


def content_of(written: Written, *, subject: str = "") -> Content:
    return Content(
        subject=subject or written.subject,
        html=written.html,
        text=written.text,
        sender=written.sender,
        reply_to=written.reply_to,
        headers={
            "List-Id": list_id_of(),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "Precedence": "list",
        },
    )


def own_headers(unsubscribe_url: str, reply_to: str) -> dict[str, str]:
    """The headers of one recipient: both ways to leave (RFC 2369), the press of one button first
    (RFC 8058).
    """
    token = unsubscribe_url.rstrip("/").rpartition("/")[2]
    ways = [f"<{unsubscribe_url}>"]
    if reply_to:
        ways.append(f"<mailto:{reply_to}?subject=unsubscribe%20{token}>")
    return {"List-Unsubscribe": ", ".join(ways)}


def recipient_of(delivery: Delivery, *, reply_to: str) -> Recipient:
    """A delivery as the transport wants it. Call it in the mailing's language."""
    path = reverse("newsletters:unsubscribe", args=[make_token(delivery.pk)])
    url = settings.SITE_URL + path
    name = delivery.member.first_name if delivery.member else ""
    return Recipient(
        id=str(delivery.pk),
        address=delivery.address,
        fields=personal_fields(first_name=name, unsubscribe_url=url),
        headers=own_headers(url, reply_to),
    )
