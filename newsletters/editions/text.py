"""Rich text as an editor wrote it, made fit for mail: clean HTML with whole addresses, and plain
text.
"""

import re
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.utils.html import escape
from wagtail.rich_text import RichText, expand_db_html

from cms.mail.placeholders import plain

ALLOWED = {"p", "b", "strong", "i", "em", "a", "ul", "ol", "li", "br"}
LONGEST_ID = 18  # digits; a bigint holds every number of so many
SCHEMES = {"http", "https", "mailto", "tel"}


def absolute(url: str) -> str:
    """The address with the site's own in front where it has none; empty for anything a letter
    must not link to.
    """
    whole = urljoin(settings.SITE_URL + "/", url.strip())
    return whole if urlsplit(whole).scheme in SCHEMES else ""


def mail_html(text: RichText | str) -> str:
    """HTML with only what mail programs show alike: unknown tags give way to their text."""
    soup = BeautifulSoup(expanded(source(text)), "html.parser")
    for script in soup(["script", "style", "iframe", "object", "embed"]):
        script.decompose()
    for tag in soup.find_all(True):
        if tag.name not in ALLOWED:
            tag.unwrap()
            continue
        href = absolute(str(tag.get("href", ""))) if tag.name == "a" else ""
        tag.attrs = {"href": href} if href else {}
        if tag.name == "a" and not href:
            tag.unwrap()
    # Only now is every character reference read, so only now can a placeholder be told from text.
    return plain(soup.decode(formatter="minimal"))


def plain_text(text: RichText | str) -> str:
    """The same as plain text: paragraphs apart, list items on lines, links with their address."""
    soup = BeautifulSoup(mail_html(text), "html.parser")
    return re.sub(r"\n{3,}", "\n\n", _write(soup).strip())


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
    links = BeautifulSoup(source(text), "html.parser").find_all("a", linktype="page")
    return [page_id(link) for link in links]


def page_id(link: Tag) -> int:
    """The id in a stored link to a page, or 0: an API client may have written anything there."""
    written = str(link.get("id", ""))
    is_id = written.isascii() and written.isdecimal() and len(written) <= LONGEST_ID
    return int(written) if is_id else 0


def expanded(stored: str) -> str:
    """Stored rich text as HTML. A link whose id is none gives way to its words.

    Wagtail 8.0.1 hands such an id on to the database, which raises.
    """
    try:
        return expand_db_html(stored)
    except (ValueError, OverflowError):
        soup = BeautifulSoup(stored, "html.parser")
        for link in soup.find_all("a", linktype="page"):
            if not page_id(link):
                link.unwrap()
        return expand_db_html(soup.decode(formatter="minimal"))


def source(text: RichText | str) -> str:
    """What the editor stored; plain strings are text, never markup."""
    return text.source if isinstance(text, RichText) else f"<p>{escape(text)}</p>"
