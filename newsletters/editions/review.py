"""What is wrong with a newsletter before it may go out. Each fault says which block, why, and what to do.

A rule is one function from a newsletter to faults; `RULES` is the list of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from . import teasers
from .rendering import TEASERS, RenderingError, render
from .text import linked_pages

if TYPE_CHECKING:
    from .pages import NewsletterPage


@dataclass(frozen=True)
class Fault:
    """One fault: `words` for a person, `block` is the id of the block it stands in (empty: none)."""

    words: str
    block: str = ""


Rule = Callable[["NewsletterPage"], Iterator[Fault]]


def has_subject(page: "NewsletterPage") -> Iterator[Fault]:
    if not page.subject.strip():
        yield Fault(_("The newsletter has no subject. Write one under »In the inbox«."))


def has_content(page: "NewsletterPage") -> Iterator[Fault]:
    if not page.body:
        yield Fault(_("The newsletter is empty. Add at least one block under »Content«."))


def is_published(page: "NewsletterPage") -> Iterator[Fault]:
    if not page.live:
        yield Fault(
            _("The newsletter is a draft. Publish it first: the letter links to its web copy.")
        )
    elif page.has_unpublished_changes:
        yield Fault(_("There are changes that are not published. Publish them, or discard them."))


def shows_public_pages(page: "NewsletterPage") -> Iterator[Fault]:
    for number, child in walk(page.body):
        if child.block_type not in TEASERS and child.block_type != "button":
            continue
        picked = child.value["page"]
        where = {"number": number, "kind": child.block.label}
        if child.block_type == "button" and picked is None and not child.value["url"]:
            yield Fault(
                _("Block %(number)s (%(kind)s) leads nowhere. Choose a page or an address.")
                % where,
                str(child.id or ""),
            )
        elif child.block_type in TEASERS and picked is None:
            yield Fault(
                _("Block %(number)s (%(kind)s) picks a page that is deleted. Pick another.")
                % where,
                str(child.id or ""),
            )
        elif picked is not None and not teasers.is_public(picked):
            yield Fault(
                _("Block %(number)s (%(kind)s) shows »%(title)s«, which readers cannot open. ")
                % (where | {"title": picked.title})
                + _("Publish that page, or take the block out."),
                str(child.id or ""),
            )


def links_to_public_pages(page: "NewsletterPage") -> Iterator[Fault]:
    for number, child in walk(page.body):
        if child.block_type != "text":
            continue
        where = {"number": number, "kind": child.block.label}
        keys = linked_pages(child.value)
        pages = Page.objects.in_bulk(keys)
        for key in keys:
            linked = pages.get(key)
            if linked is None:
                words = _(
                    "Block %(number)s (%(kind)s) links to a page that is deleted. Take the link out."
                )
                yield Fault(words % where, str(child.id or ""))
            elif not teasers.is_public(linked):
                words = _(
                    "Block %(number)s (%(kind)s) links to »%(title)s«, which readers cannot open. "
                    "Publish that page, or take the link out."
                )
                yield Fault(words % (where | {"title": linked.title}), str(child.id or ""))


def has_pictures(page: "NewsletterPage") -> Iterator[Fault]:
    for number, child in walk(page.body):
        if child.block_type == "image" and child.value["image"] is None:
            yield Fault(
                _("Block %(number)s (Picture) has a picture that is deleted. Pick another.")
                % {"number": number},
                str(child.id or ""),
            )


def can_be_rendered(page: "NewsletterPage") -> Iterator[Fault]:
    try:
        render(page)
    except RenderingError as error:
        yield Fault(_("The letter cannot be made: %(words)s") % {"words": error})


RULES: tuple[Rule, ...] = (
    has_subject,
    has_content,
    is_published,
    shows_public_pages,
    links_to_public_pages,
    has_pictures,
    can_be_rendered,
)


def faults(page: "NewsletterPage") -> list[Fault]:
    """All that stands in the way of sending; empty when nothing does."""
    return [fault for rule in RULES for fault in rule(page)]


def walk(body: Any) -> Iterator[tuple[str, Any]]:
    """(number as an editor counts, block) for each block, those in columns after their own: »4«, »4.1«."""
    for number, child in enumerate(body, 1):
        yield str(number), child
        if child.block_type == "two_columns":
            inner = [*child.value["left"], *child.value["right"]]
            for place, part in enumerate(inner, 1):
                yield f"{number}.{place}", part
