"""From a newsletter to a letter. The preview and the sending both come here, and only here."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from email.headerregistry import Address
from email.utils import parseaddr
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage

from cms.content.dates import day_text
from cms.content.goals import contrast
from cms.content.models import NetworkSettings
from cms.errors import NetworkError
from cms.mail.mjml import LetterSyntaxError, compile_mjml
from cms.mail.placeholders import one_line, placeholder, plain
from cms.series.models import FIRST

from . import personal, picking, teasers
from .models import LetterTheme
from .picking import TEASERS as TEASERS  # what picks a page
from .picking import Picked, Stored
from .queries import Archive, archive_of, next_days
from .text import Written, absolute, written
from .vocabulary import Filled, said, settled

if TYPE_CHECKING:
    from .pages import NewsletterPage

PREFIX = "newsletters/editions/"
# Blocks that bring sections of their own; all others stand in a column of a section that the
# letter makes.
WHOLE = {"invitation", "callout", "two_columns"}
# What the letter is written on, and the inks of its buttons.
SHEET, DARK_SHEET = "#ffffff", "#171f1c"
INKS = ("#ffffff", "#10201c")
# Letters that are remembered whole; each is about 100 kB.
REMEMBERED = 32


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
    list_key: str = FIRST
    words: tuple[Filled, ...] = ()

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything a reader gets: what »the same letter« means."""
        parts = (
            self.subject,
            self.html,
            self.text,
            self.sender,
            self.reply_to,
            self.list_key,
            *(f"{word.code} {word.fallback}" for word in self.words),
        )
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Button:
    text: str
    url: str


@dataclass(frozen=True)
class Quote:
    text: str
    name: str
    role: str


@dataclass(frozen=True)
class Callout:
    title: str
    text: Written


@dataclass(frozen=True)
class File:
    """A document that the letter links to. `size` is in bytes."""

    title: str
    url: str
    extension: str
    size: int


@dataclass(frozen=True)
class Signature:
    greeting: str
    name: str
    role: str
    email: str


# Blocks of nothing but lines of text, and what each becomes: its fields are the block's.
LINES: dict[str, type[Quote] | type[Signature]] = {"quote": Quote, "signature": Signature}


@dataclass(frozen=True)
class Part:
    """One block, ready for its templates. `whole` parts bring their own sections."""

    kind: str
    value: Any
    whole: bool
    teaser: teasers.Teaser | None = None


@dataclass(frozen=True)
class Imprint:
    """Who sends the letter, as its head and its foot say it."""

    network_name: str
    secretariat_name: str
    postal_address: str
    contact_email: str


@dataclass(frozen=True)
class Look:
    """What of the look is the site's own: colours as `#rrggbb`, each with the ink that is read on it."""

    accent: str
    accent_ink: str
    accent_dark: str
    accent_dark_ink: str
    paper: str
    footer: str
    logo: teasers.Picture | None = None
    logo_dark: teasers.Picture | None = None


@dataclass(frozen=True)
class Content:
    """All that a letter is made from. Two that are equal make the same letter."""

    language: str
    network: Imprint
    look: Look
    subject: str
    headline: str
    preheader: str
    lead: str
    parts: tuple[Part, ...]
    web_url: str


def render(page: "NewsletterPage") -> Letter:
    """The letter of this newsletter, in the newsletter's own language.

    Raises RenderingError when a template or the MJML compiler cannot make it, or a picture's file is gone.
    """
    network, archive = network_of(page), archive_of(page)
    is_known = archive is not None and archive.locale_id == page.locale_id
    language = archive.language if archive and is_known else language_of(page)
    with translation.override(language):
        try:
            found = content(page, network, archive, language)
        except OSError as error:
            # Wagtail reads a picture when it makes a size of it; the store may have lost the file.
            words = _(
                "The file of a picture is missing. Upload the picture again, or pick another."
            )
            raise RenderingError(words) from error
        # While templates are being written, each rendering reads them anew.
        html, text = made.__wrapped__(found) if settings.DEBUG else made(found)
        html, text, table = settled(html, text, shared_words(page.locale_id))
    return Letter(
        subject=found.subject,
        preheader=found.preheader,
        html=html,
        text=text,
        sender=sender(page, network, archive),
        reply_to=page.reply_to or (archive and archive.reply_to) or network.contact_email,
        language=language,
        list_key=archive.series_key if archive else FIRST,
        words=table,
    )


def language_of(page: "NewsletterPage") -> str:
    return page.locale.language_code if page.locale_id else settings.LANGUAGE_CODE


def shared_words(locale_id: int | None) -> Callable[[str], str]:
    """Says a word that is the same for all readers: of the next day that one can sign up for."""

    @cache
    def day() -> Any:
        return next_days(timezone.now(), locale_id).first()

    def say(code: str) -> str:
        if day() is None:
            return ""
        return one_line(day().title) if code == "next_day" else day_text(day().starts_at)

    return say


def network_of(page: "NewsletterPage") -> NetworkSettings:
    """The settings of the newsletter's site; those of a new one where it has none."""
    place = page.get_url_parts()
    if place is None:
        return NetworkSettings()
    known = NetworkSettings.objects.filter(site_id=place[0]).order_by()
    return next(iter(known), None) or NetworkSettings(site_id=place[0])


def theme_of(page: "NewsletterPage", archive: Archive | None) -> LetterTheme:
    """The look of letters on the newsletter's site, with what its archive has of its own; the usual one
    where nothing is set.
    """
    place = page.get_url_parts()
    theme = LetterTheme.for_site_id(place[0] if place else None)
    if archive:
        theme.accent = archive.accent or theme.accent
        theme.accent_dark = archive.accent_dark or theme.accent_dark
        if archive.logo_id:
            theme.logo_id, theme.logo_dark_id = archive.logo_id, archive.logo_dark_id
    return theme


def look_of(theme: LetterTheme, alt: str, images: dict[int, AbstractImage]) -> Look:
    """The theme as a letter wears it. `images` has its logos, by id."""

    def logo(key: int | None) -> teasers.Picture | None:
        image = images.get(key or 0)
        return teasers.picture(image, picking.LOGO_WIDTH, alt=alt) if image else None

    return Look(
        accent=theme.accent,
        accent_ink=ink_on(theme.accent),
        accent_dark=theme.accent_dark,
        accent_dark_ink=ink_on(theme.accent_dark),
        paper=theme.paper,
        footer=plain(theme.footer),
        logo=logo(theme.logo_id),
        logo_dark=logo(theme.logo_dark_id) if theme.logo_id else None,
    )


def ink_on(colour: str) -> str:
    return max(INKS, key=lambda ink: contrast(ink, colour))


def content(
    page: "NewsletterPage",
    network: NetworkSettings,
    archive: Archive | None,
    language: str,
) -> Content:
    blocks, theme = picking.of_letter(picking.stored(page.body)), theme_of(page, archive)
    logos = {theme.logo_id, theme.logo_dark_id}
    picked = picking.pick(blocks, page.locale_id, timezone.now(), logos)
    return Content(
        language=language,
        network=Imprint(
            network.network_name,
            network.secretariat_name,
            network.postal_address,
            network.contact_email,
        ),
        look=look_of(theme, plain(network.network_name), picked.images),
        subject=one_line(page.subject),
        headline=plain(page.headline),
        preheader=plain(page.preheader),
        lead=plain(page.lead),
        parts=parts(blocks, picked),
        web_url=(page.full_url or "") if page.live else "",
    )


@lru_cache(maxsize=REMEMBERED)
def made(found: Content) -> tuple[str, str]:
    """(HTML, text) of a letter. Nothing but the content decides them, so a preview of what did not
    change is remembered. Call it with the content's language active. Raises RenderingError.
    """
    context = {
        **vars(found),
        "greeting": placeholder(personal.GREETING),
        "greeting_html": placeholder(personal.GREETING_HTML),
        "unsubscribe_url": placeholder(personal.UNSUBSCRIBE_URL),
        "choices_url": placeholder(personal.CHOICES_URL),
    }
    try:
        html = compile_mjml(render_to_string(PREFIX + "letter.mjml", context))
    except LetterSyntaxError as error:
        raise RenderingError(str(error)) from error
    return html, tidy(render_to_string(PREFIX + "letter.txt", context))


def parts(
    blocks: list[Stored], picked: Picked, width: int = picking.PICTURE_WIDTH
) -> tuple[Part, ...]:
    """The stored blocks, `width` px wide, that have something to show. A teaser whose page is gone
    shows nothing.
    """
    found: list[Part] = []
    for block in blocks:
        kind, stored = block["type"], block["value"]
        if kind == "only_mail":
            found += parts(stored, picked, width)
            continue
        teaser = teasers.of(kind, stored, picked) if kind in TEASERS else None
        value = None if kind in TEASERS else prepared(kind, stored, picked, width)
        if teaser is None and value is None and kind != "divider":
            continue
        found.append(Part(kind, value, kind in WHOLE, teaser))
    return tuple(found)


def prepared(kind: str, stored: Any, picked: Picked, width: int) -> Any:
    """A block's value as its templates read it: clean text, whole addresses, pictures of the
    right size. None shows nothing.
    """
    if kind == "text":
        return written(stored, picked.links)
    if kind == "image":
        image = picked.images.get(stored.get("image"))
        words = {name: said(stored.get(name) or "") for name in ("alt", "caption")}
        link = absolute(stored.get("link") or "")
        return teasers.picture(image, width, link=link, **words) if image else None
    if kind == "button":
        page = picked.pages.get(stored.get("page"))
        target = picked.address(page) if page else stored.get("url")
        return Button(said(stored["text"]), absolute(target or ""))
    if kind == "two_columns":
        sides = (stored.get(side) or [] for side in ("left", "right"))
        return tuple(parts(side, picked, picking.COLUMN_WIDTH) for side in sides)
    if kind in LINES:
        maker = LINES[kind]
        return maker(*(said(stored.get(each.name) or "") for each in fields(maker)))
    if kind == "callout":
        return Callout(said(stored.get("title") or ""), written(stored["text"], picked.links))
    if kind == "file":
        return file_of(picked.documents.get(stored.get("document")), stored.get("title") or "")
    if kind == "days":
        days = picked.days[: stored.get("count") or 0]
        return tuple(teasers.invitation(day, plain(day.lead), picked) for day in days) or None
    return said(stored) if kind == "heading" else None


def file_of(document: AbstractDocument | None, title: str) -> File | None:
    if document is None:
        return None
    return File(
        said(title) or plain(document.title),
        absolute(document.url),
        document.file_extension.upper(),
        document.file_size or 0,
    )


def sender(page: "NewsletterPage", network: NetworkSettings, archive: Archive | None) -> str:
    """»Name <address>«: the newsletter's own name, its archive's or the network's, and the address of
    the settings.
    """
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    of_archive = archive.sender_name if archive else ""
    shown = one_line(page.sender_name or of_archive or network.network_name or name)
    return str(Address(display_name=shown, addr_spec=address))


def tidy(text: str) -> str:
    """Plain text without trailing spaces and with at most one empty line in a row."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept) + "\n"
