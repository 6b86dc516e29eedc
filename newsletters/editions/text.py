"""Rich text as an editor wrote it, made fit for mail: clean HTML with whole addresses, and plain
text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from cms.mail.placeholders import plain

from .vocabulary import said

ALLOWED = {"p", "b", "strong", "i", "em", "a", "ul", "ol", "li", "br"}
LONGEST_ID = 18  # digits; a bigint holds every number of so many
SCHEMES = {"http", "https", "mailto", "tel"}
# How many texts are remembered: some twenty letters' worth, a few kB each.
REMEMBERED = 500


@dataclass(frozen=True)
class Written:
    """One text for both parts of a letter."""

    html: str
    plain: str


def absolute(url: str) -> str:
    """The address with the site's own in front where it has none; empty for nothing, and for anything
    a letter must not link to.
    """
    if not url.strip():
        return ""
    whole = urljoin(settings.SITE_URL + "/", url.strip())
    return whole if urlsplit(whole).scheme in SCHEMES else ""


def written(stored: str, links: Mapping[str, str]) -> Written:
    """Stored rich text as a letter says it. `links` says where its pages are, by id."""
    return cleaned(expanded(stored, links), settings.SITE_URL)


@lru_cache(maxsize=REMEMBERED)
def cleaned(html: str, _site_url: str) -> Written:
    """Nothing but its arguments decides the answer, so what did not change is not read again."""
    clean = _clean(html)
    soup = BeautifulSoup(clean, "html.parser")
    return Written(clean, re.sub(r"\n{3,}", "\n\n", _write(soup).strip()))


def _clean(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for script in soup(["script", "style", "iframe", "object", "embed"]):
        script.decompose()
    for tag in soup.find_all(True):
        if tag.name not in ALLOWED:
            tag.unwrap()
            continue
        href = absolute(plain(str(tag.get("href", "")))) if tag.name == "a" else ""
        tag.attrs = {"href": href} if href else {}
        if tag.name == "a" and not href:
            tag.unwrap()
    # Only now is every character reference read, so only now can a placeholder be told from text.
    for words in soup.find_all(string=True):
        words.replace_with(said(str(words)))
    return soup.decode(formatter="minimal")


def _write(node: Tag | BeautifulSoup) -> str:
    written = []
    for child in node.children:
        if not isinstance(child, Tag):
            written.append(re.sub(r"\s+", " ", str(child)))
        elif child.name == "br":
            written.append("\n")
        elif child.name == "a":
            written.append(_link(child))
        elif child.name in ("ul", "ol"):
            written.append("\n\n" + _list(child) + "\n\n")
        elif child.name == "p":
            written.append(_write(child).strip() + "\n\n")
        else:
            written.append(_write(child))
    return "".join(written)


def _list(node: Tag) -> str:
    lines = []
    for number, item in enumerate(node.find_all("li", recursive=False), 1):
        mark = f"{number}. " if node.name == "ol" else "- "
        body = re.sub(r"\n{2,}", "\n", _write(item).strip())
        lines.append(mark + body.replace("\n", "\n" + " " * len(mark)))
    return "\n".join(lines)


def _link(node: Tag) -> str:
    words, href = _write(node).strip(), str(node.get("href", ""))
    shown = href.removeprefix("mailto:").removeprefix("tel:")
    return words if not href or words in (href, shown) else f"{words} ({shown})"


def linked_pages(text: RichText | str) -> list[int]:
    """The ids of this site's pages that the text links to, in its order; 0 for what is no id."""
    stored = source(text)
    if "linktype" not in stored:
        return []
    links = BeautifulSoup(stored, "html.parser").find_all("a", linktype="page")
    return [page_id(str(link.get("id", ""))) for link in links]


def linked_keys(stored: str) -> set[int]:
    """The ids of the pages that a letter of this text must know the addresses of."""
    if "linktype" not in stored:
        return set()
    tags = [extract_attrs(tag) for tag in FIND_A_TAG.findall(stored)]
    return {page_id(tag.get("id", "")) for tag in tags if tag.get("linktype") == "page"} - {0}


def page_id(written: str) -> int:
    """The id in a stored link to a page, or 0: an API client may have written anything there."""
    is_id = written.isascii() and written.isdecimal() and len(written) <= LONGEST_ID
    return int(written) if is_id else 0


def link(page: Page, locale_id: int | None = None) -> str:
    """Where a link to the page leads: to its translation, where the active language has one.

    `locale_id` is that of the active language, if it is known: a page of its own needs no search.
    """
    return (page if locale_id and page.locale_id == locale_id else page.localized).url or ""


def expanded(stored: str, links: Mapping[str, str]) -> str:
    """Stored rich text as HTML. A link to a page that is not there is left without address.

    Wagtail itself asks the database text by text, and raises on an id that is none (8.0.1).
    """
    if "linktype" not in stored and "<embed" not in stored:
        return stored

    def opening(tag: re.Match[str]) -> str:
        attributes = extract_attrs(tag.group(1))
        if attributes.get("linktype") != "page":
            return tag.group()
        address = links.get(attributes.get("id", ""), "")
        return f'<a href="{escape(address)}">' if address else "<a>"

    return expand_db_html(FIND_A_TAG.sub(opening, stored))


def source(text: RichText | str) -> str:
    """What the editor stored; plain strings are text, never markup."""
    return text.source if isinstance(text, RichText) else f"<p>{escape(text)}</p>"
