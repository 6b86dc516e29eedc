"""Reads a newsletter's text file: the demo's usual marks, and lines that begin with `@` for the other blocks.

@invitation SLUG   @story SLUG : another lead   @topic SLUG   @library SLUG   @button SLUG : words
@image TITLE : what it shows   @divider   @left … @right … @end   @days COUNT   @facts SLUG
@callout TITLE : words   @signature NAME : role   @file TITLE   @only_mail … @end   @only_web … @end
"""

from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.demo import texts

Block = tuple[str, Any]
# How the marks of pages are called in letters.
NAMES = {"paragraph": "text"}
# Blocks that hold those up to `@end`; the two columns come together.
ALONE = {"only_mail", "only_web"}
HOLDERS = ALONE | {"left", "right"}


def letter_blocks(section: str) -> list[Block]:
    """(kind, value) for each block of the letter."""
    found: list[Block] = []
    plain: list[str] = []
    columns: dict[str, list[Block]] = {}
    target = found
    for line in [*section.splitlines(), "@"]:  # the last one only closes what is open
        if not line.startswith("@"):
            plain.append(line)
            continue
        target += [(NAMES.get(kind, kind), value) for kind, value in texts.blocks("\n".join(plain))]
        plain = []
        name, _space, rest = line[1:].partition(" ")
        if name in HOLDERS:
            target = columns[name] = []
        elif name == "end":
            target = found
            held = {kind: stream(part) for kind, part in columns.items()}
            found += held.items() if held.keys() & ALONE else [("two_columns", held)]
            columns = {}
        elif name:
            target.append((name, value_of(name, *(part.strip() for part in rest.split(" : ")))))
    return found


def stream(blocks: list[Block]) -> list[dict[str, Any]]:
    return [{"type": kind, "value": value} for kind, value in blocks]


def value_of(name: str, subject: str, words: str = "") -> Any:
    match name:
        case "divider":
            return None
        case "button":
            return {"page": page(subject), "text": words, "url": ""}
        case "image":
            image = get_image_model().objects.get(title=subject)
            return {"image": image.pk, "alt": words, "link": ""}
        case "file":
            return {"document": get_document_model().objects.get(title=subject).pk, "title": ""}
        case "days":
            return {"count": int(subject)}
        case "facts":
            return {"page": page(subject)}
        case "callout":
            return {"title": subject, "text": texts.rich(words)}
        case "signature":
            return {"greeting": "Venlig hilsen", "name": subject, "role": words, "email": ""}
        case _:
            return {"page": page(subject), "lead": words}


def page(slug: str) -> int:
    return Page.objects.get(slug=slug).pk
