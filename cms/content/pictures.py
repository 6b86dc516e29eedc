"""A photograph in the sizes and formats that browsers choose among: AVIF, a third smaller, and WebP."""

import logging
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.models import AbstractImage, SourceImageIOError

from cms.caching.remembering import remember

log = logging.getLogger(__name__)

FORMATS = {"avif": "format-avif|avifquality-55", "webp": "format-webp|webpquality-78"}


@dataclass(frozen=True, slots=True)
class Size:
    """One rendition: where it is and how large it became: of a small original, less than asked for."""

    url: str
    width: int
    height: int


def photograph(
    image: AbstractImage,
    cuts: tuple[str, ...],
    *,
    alt: str,
    sizes: str,
    css: str = "",
    eager: bool = False,
) -> SafeString:
    """The picture element; empty where the file is gone.

    `cuts` are what Wagtail does to the picture (»fill-900x450«, »width-1200«: around its focal point), the
    smallest first; `sizes` says how wide it will stand.
    """
    known = remember(("photograph", image.pk, cuts), lambda: renditions(image, cuts))
    if not known:
        return SafeString()
    largest = known["webp"][-1]
    return format_html(
        '<picture><source type="image/avif" srcset="{}" sizes="{}">'
        '<img class="{}" src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" '
        'loading="{}" fetchpriority="{}" decoding="async"></picture>',
        *(srcset(known["avif"]), sizes, css, largest.url, srcset(known["webp"]), sizes),
        *(largest.width, largest.height, alt),
        *(("eager", "high") if eager else ("lazy", "auto")),
    )


def renditions(image: AbstractImage, cuts: tuple[str, ...]) -> dict[str, list[Size]]:
    """{format: sizes}, each width once; {} where the file cannot be read. One query, if all are made."""
    specs = {(kind, cut): f"{cut}|{form}" for kind, form in FORMATS.items() for cut in cuts}
    try:
        made = image.get_renditions(*specs.values())
    except SourceImageIOError:
        log.exception("Picture %s cannot be drawn.", image.pk)
        return {}
    found: dict[str, dict[int, Size]] = {kind: {} for kind in FORMATS}
    for (kind, _cut), spec in specs.items():
        size = Size(made[spec].url, made[spec].width, made[spec].height)
        found[kind][size.width] = size
    return {kind: [by[width] for width in sorted(by)] for kind, by in found.items()}


def srcset(sizes: list[Size]) -> str:
    return ", ".join(f"{size.url} {size.width}w" for size in sizes)
