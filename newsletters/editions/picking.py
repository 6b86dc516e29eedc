"""What the blocks of a letter point at, fetched at once: a fixed number of queries, however many blocks.

Reads the body as it is stored: Wagtail would make a page with all its columns of every choice.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from .blocks import MOST_DAYS
from .fetching import FIELDS, fetch
from .queries import next_days
from .text import link, linked_keys

# The letter's column is 600 px wide with 36 px at each side; pictures are sent at twice that.
PICTURE_WIDTH = 528
# Two columns beside each other have 24 px between them.
COLUMN_WIDTH = 252
LOGO_WIDTH = 200
FORMATS = ("jpeg", "png")

# Blocks that show a page, and the model of the pages that they pick.
TEASERS = {
    "invitation": "InvitationPage",
    "story": "StoryPage",
    "topic": "TopicPage",
    "library": "LibraryPage",
    "facts": "InvitationPage",
}
# Blocks that hold others, and where: a name for each list of them; none where the value is the list itself.
NESTED: dict[str, tuple[str, ...]] = {
    "two_columns": ("left", "right"),
    "only_mail": (),
    "only_web": (),
}
# The web's own part of a newsletter is no part of the letter.
ONLY_WEB = "only_web"

WITH_PICTURE = [kind for kind, model in TEASERS.items() if "cover" in FIELDS[model]]

Stored = dict[str, Any]


@dataclass
class Picked:
    """Pages, the numbers of their goals, and images: each by the id that the body stores."""

    pages: dict[int, Page] = field(default_factory=dict)
    goals: dict[int, list[int]] = field(default_factory=dict)
    images: dict[int, AbstractImage] = field(default_factory=dict)
    documents: dict[int, AbstractDocument] = field(default_factory=dict)
    # The next days, as many as any block wants.
    days: list[Any] = field(default_factory=list)
    # Where the pages that texts link to are, by the id as rich text writes it.
    links: dict[str, str] = field(default_factory=dict)
    # Where Wagtail keeps the roots of its sites while many addresses are asked for.
    roots: Any = None

    def teaser(self, kind: str, key: int | None) -> Any:
        """The page that a block of this kind shows; None when it is gone, or of another model."""
        page = self.pages.get(key or 0)
        return page if page and page._meta.object_name == TEASERS[kind] else None

    def address(self, page: Page) -> str:
        """The page's whole address; empty when it has none."""
        return page.get_full_url(self.roots) or ""


class Roots:
    """Takes the place of a request, on which Wagtail leaves the roots of its sites."""


def stored(body: StreamValue) -> list[Stored]:
    """The blocks as they are stored: `type`, `value` and perhaps `id` of each."""
    return list(body.raw_data)


def walk(blocks: Iterable[Stored]) -> Iterator[tuple[str, Any]]:
    """(kind, value) of each block, those inside others too."""
    for block in blocks:
        yield block["type"], block["value"]
        for inner in inside(block["type"], block["value"]):
            yield from walk(inner)


def inside(kind: str, value: Any) -> list[list[Any]]:
    """The lists of blocks that a block holds, stored or not."""
    if kind not in NESTED:
        return []
    names = NESTED[kind]
    return [value.get(name) or [] for name in names] if names else [value or []]


def of_letter(blocks: Iterable[Stored]) -> list[Stored]:
    """The blocks that a letter shows: without the web's own."""
    return [block for block in blocks if block["type"] != ONLY_WEB]


def pick(
    blocks: list[Stored],
    locale_id: int | None,
    now: dt.datetime,
    logos: Iterable[int | None] = (),
) -> Picked:
    """All that the blocks point at and that is still there; texts link to pages of this locale.

    The ids of logos are looked up with the pictures.
    """
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for kind, value in walk(blocks):
        if kind in TEASERS or kind == "button":
            wanted[kind].add(value.get("page") or 0)
        elif kind == "image":
            wanted["image"].add(value.get("image") or 0)
        elif kind in ("text", "callout"):
            wanted["link"].update(linked_keys(value if kind == "text" else value.get("text") or ""))
        elif kind == "file":
            wanted["file"].add(value.get("document") or 0)
        elif kind == "days":
            wanted["days"].add(min(value.get("count") or 0, MOST_DAYS))
    picked = Picked(roots=Roots())
    keys = set().union(*(wanted[kind] for kind in (*TEASERS, "button", "link"))) - {0}
    if keys:
        picked.pages, picked.goals = fetch(keys)
    for key in wanted["link"] & picked.pages.keys():
        picked.links[str(key)] = link(picked.pages[key], locale_id)
    if wanted["days"]:
        soonest = next_days(now, locale_id).select_related(None).prefetch_related(None)
        picked.days = list(soonest.only(*FIELDS["InvitationPage"])[: max(wanted["days"])])
    files = wanted["file"] - {0}
    if files:
        documents = get_document_model().objects.filter(pk__in=files).order_by()
        picked.documents = {document.pk: document for document in documents}
    shown = [picked.teaser(kind, key) for kind in WITH_PICTURE for key in wanted[kind]]
    covers = {page.cover_id for page in shown if page}
    picked.images = images({key for key in (*wanted["image"], *covers, *logos) if key})
    return picked


def images(keys: set[int]) -> dict[int, AbstractImage]:
    """The images with those of their renditions that a letter shows."""
    if not keys:
        return {}
    widths = (PICTURE_WIDTH, COLUMN_WIDTH, LOGO_WIDTH)
    specs = [rendition_name(width, form) for width in widths for form in FORMATS]
    found = get_image_model().objects.filter(pk__in=keys).prefetch_renditions(*specs)
    return {image.pk: image for image in found}


def rendition_name(width: int, form: str) -> str:
    """Wagtail's name of a picture at twice `width` px, as `form`."""
    return f"width-{width * 2}|format-{form}"
