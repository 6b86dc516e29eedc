"""The newsletter as the rules read it: made once, shared by all of them."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..picking import inside
from ..rendering import TEASERS, Letter, RenderingError, language_of, render
from ..text import linked_pages, source
from .fault import Fault

if TYPE_CHECKING:
    from ..pages import NewsletterPage

# Blocks of running text, and what somebody writes in the others.
WITH_TEXT = ("text", "callout")
FIELDS: dict[str, list[str]] = {
    "button": ["text"],
    "image": ["alt", "caption"],
    "quote": ["text", "name", "role"],
    "file": ["title"],
    "signature": ["greeting", "name", "role"],
}
# Where a line ends when markup is taken off: words of two paragraphs are never one.
LINES = ("p", "li", "br", "h2", "h3", "h4")


@dataclass(frozen=True)
class Place:
    """A block: its number as an editor counts (in columns »4.1«), its kind, its id (empty: none yet)."""

    number: str
    kind: str
    label: str
    id: str
    value: Any

    @property
    def names(self) -> dict[str, str]:
        """What the faults' words are filled with."""
        return {"number": self.number, "kind": self.label}

    def __str__(self) -> str:
        return _("Block %(number)s (%(kind)s)") % self.names


@dataclass(frozen=True)
class Passage:
    """Some of the letter's own words, without markup. `where` begins a sentence about them."""

    where: str
    words: str
    block: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Link:
    """A link in a text, a button or a picture.

    `page` is the id of a page of this site (0: an id that is none), or None where `href` is the address;
    `href` is None where Wagtail finds the address itself.
    """

    place: Place
    words: str
    href: str | None = None
    page: int | None = None


class Draft:
    """A newsletter at a moment. All but the page itself is made when a rule first asks for it."""

    def __init__(self, page: "NewsletterPage", now: dt.datetime) -> None:
        self.page = page
        self.now = now

    @property
    def language(self) -> str:
        return language_of(self.page)

    @cached_property
    def rendered(self) -> tuple[Letter | None, str]:
        """The letter, or None and why there is none."""
        try:
            return render(self.page), ""
        # A picture's file that is gone and an address that is none stop a rendering too.
        except (RenderingError, OSError, ValueError) as error:
            return None, str(error)

    @property
    def letter(self) -> Letter | None:
        return self.rendered[0]

    @cached_property
    def places(self) -> list[Place]:
        """All blocks as they are read, those in columns after their own."""
        return list(_places(self.page.body))

    def of_kind(self, *kinds: str) -> list[Place]:
        return [place for place in self.places if place.kind in kinds]

    @cached_property
    def links(self) -> list[Link]:
        return [link for place in self.places for link in _links(place)]

    @cached_property
    def linked(self) -> dict[int, Page]:
        """The pages that links in texts lead to and that are there, by id."""
        return Page.objects.in_bulk({link.page for link in self.links if link.page})

    @cached_property
    def readable(self) -> set[int]:
        """The ids of the linked and picked pages that a reader of the letter could open."""
        picked = {place.value["page"] for place in self.of_kind(*TEASERS, "button")} - {None}
        keys = {page.pk for page in picked} | self.linked.keys()
        public = Page.objects.filter(pk__in=keys).live().public()
        # What expires is unpublished by a job that comes by; the reader may come sooner.
        return set(public.exclude(expire_at__lte=self.now).values_list("pk", flat=True))

    @cached_property
    def passages(self) -> list[Passage]:
        """What somebody wrote for this letter, in the order it is read."""
        page = self.page
        fields = [
            (_("The subject"), page.subject),
            (_("The preheader"), page.preheader),
            (_("The headline"), page.headline),
            (_("The lead"), page.lead),
        ]
        found = [Passage(where, words or "") for where, words in fields]
        for place in self.places:
            written = _words(place).replace("\xa0", " ")
            found.append(Passage(str(place), written, place.id, place.kind))
        return [passage for passage in found if passage.words.strip()]

    def in_order(self, faults: list[Fault]) -> list[Fault]:
        """The faults of the whole letter first, then those of each block as they stand in it."""
        order = {place.id: number for number, place in enumerate(self.places) if place.id}
        return sorted(faults, key=lambda fault: order.get(fault.block, -1))


Rule = Callable[[Draft], Iterator[Fault]]


def _places(body: Any) -> Iterator[Place]:
    for number, child in enumerate(body, 1):
        yield _place(str(number), child)
        parts = chain(*inside(child.block_type, child.value))
        for place, part in enumerate(parts, 1):
            yield _place(f"{number}.{place}", part)


def _place(number: str, child: Any) -> Place:
    return Place(number, child.block_type, str(child.block.label), str(child.id or ""), child.value)


def _links(place: Place) -> Iterator[Link]:
    value = place.value
    if place.kind in WITH_TEXT:
        text = value["text"] if place.kind == "callout" else value
        keys = iter(linked_pages(text))
        for tag in BeautifulSoup(source(text), "html.parser").find_all("a"):
            words, kind = tag.get_text(), tag.get("linktype")
            if kind == "page":
                yield Link(place, words, page=next(keys))
            else:
                yield Link(place, words, href=None if kind else str(tag.get("href", "")))
    elif place.kind == "button":
        yield Link(place, value["text"], href=None if value["page"] else value["url"] or "")
    elif place.kind == "image" and value["link"]:
        yield Link(place, value["alt"] or "", href=value["link"])


def _words(place: Place) -> str:
    value = place.value
    if place.kind == "text":
        return _bare(value)
    if place.kind == "callout":
        return f"{value['title'] or ''}\n{_bare(value['text'])}"
    if place.kind == "heading":
        return str(value or "")
    fields = ["lead"] if place.kind in TEASERS else FIELDS.get(place.kind, [])
    return "\n".join(value.get(name) or "" for name in fields)


def _bare(text: Any) -> str:
    soup = BeautifulSoup(source(text), "html.parser")
    for tag in soup.find_all(LINES):
        tag.insert_after("\n")
    return soup.get_text()
