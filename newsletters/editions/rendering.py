"""From a newsletter to a letter. The preview and the sending both come here, and only here."""

import hashlib
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.blocks import StreamValue

from cms.content.models import NetworkSettings
from cms.errors import NetworkError
from cms.mail.mjml import LetterSyntaxError, compile_mjml
from cms.mail.placeholders import one_line, placeholder, plain

from . import personal, teasers
from .text import absolute, mail_html, plain_text

if TYPE_CHECKING:
    from .pages import NewsletterPage

PREFIX = "newsletters/editions/"
# Blocks that bring sections of their own; all others stand in a column of a section that the
# letter makes.
WHOLE = {"invitation", "two_columns"}
TEASERS = {"invitation", "story", "topic"}


class RenderingError(NetworkError):
    """The newsletter cannot become a letter. `str(error)` says why."""

    code = "letter_not_rendered"


@dataclass(frozen=True)
class Letter:
    """A rendered newsletter with neutral placeholders (`cms.mail.placeholders`) where it speaks
    to one person.
    """

    subject: str
    preheader: str
    html: str
    text: str
    sender: str
    reply_to: str
    language: str = "da"

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything a reader gets: what »the same letter« means."""
        parts = (self.subject, self.html, self.text, self.sender, self.reply_to)
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Part:
    """One block, ready for its templates. `whole` parts bring their own sections."""

    kind: str
    value: Any
    whole: bool
    teaser: "teasers.Teaser | None" = None


def render(page: "NewsletterPage") -> Letter:
    """The letter of this newsletter, in the newsletter's own language.

    Raises RenderingError when a template or the MJML compiler cannot make it.
    """
    site = page.get_site()
    network = NetworkSettings.for_site(site) if site else NetworkSettings()
    language = page.locale.language_code if page.locale_id else settings.LANGUAGE_CODE
    with translation.override(language):
        context: dict[str, Any] = {
            "language": language,
            "network": network,
            "subject": one_line(page.subject),
            "headline": plain(page.headline),
            "preheader": plain(page.preheader),
            "lead": plain(page.lead),
            "parts": parts(page.body),
            "web_url": page.full_url if page.live else "",
            "greeting": placeholder(personal.GREETING),
            "greeting_html": placeholder(personal.GREETING_HTML),
            "unsubscribe_url": placeholder(personal.UNSUBSCRIBE_URL),
        }
        try:
            html = compile_mjml(render_to_string(PREFIX + "letter.mjml", context))
        except LetterSyntaxError as error:
            raise RenderingError(str(error)) from error
        text = tidy(render_to_string(PREFIX + "letter.txt", context))
    return Letter(
        subject=context["subject"],
        preheader=context["preheader"],
        html=html,
        text=text,
        sender=sender(page, network),
        reply_to=page.reply_to or network.contact_email,
        language=language,
    )


def parts(body: StreamValue, width: int = teasers.PICTURE_WIDTH) -> list[Part]:
    """The blocks of a body, `width` px wide, that have something to show. A teaser whose page is
    gone shows nothing.
    """
    found = []
    for child in body:
        teaser = teasers.of(child.block_type, child.value) if child.block_type in TEASERS else None
        is_gone = child.block_type in TEASERS and teaser is None
        if is_gone or (child.block_type == "image" and child.value["image"] is None):
            continue
        value = prepared(child.block_type, child.value, width)
        found.append(Part(child.block_type, value, child.block_type in WHOLE, teaser))
    return found


def prepared(kind: str, value: Any, width: int) -> Any:
    """A block's value as its templates read it: clean text, whole addresses, pictures of the
    right size.
    """
    if kind == "text":
        return {"html": mail_html(value), "plain": plain_text(value)}
    if kind == "image":
        link = absolute(value["link"]) if value["link"] else ""
        shown = teasers.picture(value["image"], width)
        return {**shown, "alt": plain(value["alt"] or ""), "link": link}
    if kind == "button":
        target = value["page"].full_url if value["page"] else value["url"]
        return {"text": plain(value["text"]), "url": absolute(target or "")}
    if kind == "two_columns":
        return [parts(value[side], teasers.COLUMN_WIDTH) for side in ("left", "right")]
    if kind == "quote":
        return {name: plain(words or "") for name, words in value.items()}
    return plain(value) if kind == "heading" else value


def sender(page: "NewsletterPage", network: NetworkSettings) -> str:
    """»Name <address>«: the newsletter's own name or the network's, and the address of the
    settings.
    """
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    shown = one_line(page.sender_name or network.network_name or name)
    return str(Address(display_name=shown, addr_spec=address))


def tidy(text: str) -> str:
    """Plain text without trailing spaces and with at most one empty line in a row."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept) + "\n"
