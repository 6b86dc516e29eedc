"""What stands on the envelope: who writes, which list it is, how to leave it; and what each letter says."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from cms.mail.addresses import on_the_wire
from cms.mail.message import Content, Recipient
from cms.mail.placeholders import placeholder
from newsletters.editions.personal import (
    CHOICES_URL,
    UNSUBSCRIBE_TOKEN,
    UNSUBSCRIBE_URL,
    personal_writer,
)
from newsletters.editions.seats import as_it_is_now
from newsletters.editions.vocabulary import Filled

from .tokens import maker


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
    @property
    def list_key(self) -> str: ...


def list_id_of(key: str) -> str:
    """The list's own name (RFC 2919): the same in every letter of a series, for ever."""
    return f"<{key}.{urlsplit(settings.SITE_URL).hostname}>"


def content_of(written: Written, *, subject: str = "") -> Content:
    """The letter for the carrier, its unsubscribe link written out but for the token.

    In the language that is active. What a mailing says of seats was frozen when it was planned.
    """
    token = placeholder(UNSUBSCRIBE_TOKEN)
    link = page_link("unsubscribe", token)
    links = {UNSUBSCRIBE_URL: link, CHOICES_URL: page_link("choices", token)}
    html, text = as_it_is_now(written.html, written.text)
    return Content(
        subject=subject or written.subject,
        html=with_links(html, links),
        text=with_links(text, links),
        sender=written.sender,
        reply_to=written.reply_to,
        headers={
            "List-Id": list_id_of(written.list_key),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "Precedence": "list",
        },
        own_headers={"List-Unsubscribe": ways_to_leave(link, written.reply_to)},
    )


def with_links(text: str, links: Mapping[str, str]) -> str:
    for name, link in links.items():
        text = text.replace(placeholder(name), link)
    return text


def page_link(name: str, token: str) -> str:
    """A page's whole address. It is the language's own, too: /en/ for an English letter."""
    path = reverse(f"newsletters:{name}", args=["TOKEN"])
    return (settings.SITE_URL + path).replace("TOKEN", token)


def ways_to_leave(link: str, reply_to: str) -> str:
    """Both ways to leave (RFC 2369), the press of one button first (RFC 8058)."""
    ways = [f"<{link}>"]
    if reply_to:
        token = placeholder(UNSUBSCRIBE_TOKEN)
        ways.append(f"<mailto:{reply_to}?subject=unsubscribe%20{token}>")
    return ", ".join(ways)


def recipient_writer(table: Sequence[Filled] = ()) -> Callable[..., Recipient]:
    """A function from (delivery id, address, first name, *facts) to a recipient, in the active language.

    The facts are those of `vocabulary.columns(table)`. What is the same for everybody is worked out once:
    there may be a million of them.
    """
    fields_of, pair_of = personal_writer(table), maker()

    def write(delivery_id: int, address: str, first_name: str, *facts: str | None) -> Recipient:
        token, reference = pair_of(delivery_id)
        fields = fields_of(first_name, token, *facts)
        return Recipient(delivery_id, reference, on_the_wire(address), fields)

    return write
