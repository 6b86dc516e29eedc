"""`{% load network %}`: goal tiles, covers and dates as people write them."""

import datetime as dt
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils import formats, timezone, translation
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.blocks import StructValue
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from cms.caching.remembering import remember
from cms.content import dates
from cms.content.covers import SHAPES, cover_url
from cms.content.goals import LIGHT_INK, Goal, goal
from cms.content.models import NetworkSettings
from cms.content.pictures import photograph
from cms.content.sharing import share_url, shared_of

register = template.Library()

#: A pattern may be a strip; a photograph needs more height, or it loses its subject.
PHOTOGRAPHS = {"strip": (1440, 640)}
#: How wide a picture stands: nearly the page on narrow screens, a column on wide ones.
BROAD = "(min-width: 78rem) 76rem, 95vw"
SIZES = {
    "lead": "(min-width: 78rem) 46rem, (min-width: 56rem) 60vw, 95vw",
    "card": "(min-width: 78rem) 27rem, (min-width: 46rem) 35vw, 95vw",
}
#: A picture in the text.
IN_TEXT, IN_TEXT_CUTS = "(min-width: 58rem) 56rem, 95vw", ("width-480", "width-800", "width-1200")

#: From so many characters on, the hero sets a title smaller.
LONG_TITLE, VERY_LONG_TITLE = 34, 70
#: A word of up to so many letters has a class of its own, so that it is set no wider than the page.
LONG_WORDS = (16, 20, 24, 28, 32)


@register.filter
def day(moment: dt.datetime | dt.date) -> str:
    """»tirsdag 25. februar 2020«."""
    return dates.day_text(_moment(moment), year=True)


@register.filter
def short_day(moment: dt.datetime | dt.date) -> str:
    """»25. feb.«, for narrow places."""
    return formats.date_format(_local(moment), "j M" if _english() else "j. N")


@register.filter
def long_date(moment: dt.datetime | dt.date) -> str:
    """»25. februar 2020«."""
    return formats.date_format(_local(moment), "j F Y" if _english() else "j. F Y")


@register.filter
def clock(moment: dt.datetime | dt.time) -> str:
    """»10.00«."""
    return dates.clock(moment)


@register.simple_tag
def time_span(start: dt.datetime, end: dt.datetime) -> str:
    """»10.00–17.00«, or with both days when the second is another."""
    if timezone.localdate(start) == timezone.localdate(end):
        return f"{dates.clock(start)}–{dates.clock(end)}"
    return dates.span_text(start, end)


@register.simple_tag
def day_span(start: dt.datetime, end: dt.datetime) -> str:
    """»tirsdag 25. februar, 10.00–17.00«."""
    return dates.span_text(start, end)


@register.filter
def choice_label(value: StructValue, name: str) -> str:
    """The words of the choice made in a block's field `name`; empty when none is known."""
    choices = dict(value.block.child_blocks[name].field.choices)
    return str(choices.get(value.get(name), "")) if value.get(name) else ""


@register.filter
def title_class(title: str) -> str:
    """How large a hero may set this title: by its length, and by its longest word.

    "" for a short one, else for instance "long" or "very-long word-24".
    """
    classes = []
    if len(title) > LONG_TITLE:
        classes.append("very-long" if len(title) > VERY_LONG_TITLE else "long")
    longest = max(map(len, title.split()), default=0)
    if longest > LONG_WORDS[0] - 4:
        fitting = [letters for letters in LONG_WORDS if letters >= longest]
        classes.append(f"word-{min(fitting, default=LONG_WORDS[-1])}")
    return " ".join(classes)


@register.simple_tag
def goal_tile(number: int, *, big: bool = False) -> SafeString:
    """One goal as a small numbered tile, with its name for those who hear or hover."""
    return format_html(
        '<span class="{}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="hidden">{}</span></span>',
        tile_classes(goal(number)) + (" big" if big else ""),
        spoken(goal(number)),
        number,
        spoken(goal(number)),
    )


@register.simple_tag
def goal_classes(number: int) -> str:
    """The classes that give an element a goal's colours."""
    return tile_classes(goal(number))


@register.simple_tag
def goal_tiles(numbers: list[int]) -> SafeString:
    """A row of tiles; nothing when there is no goal."""
    tiles = [(goal_tile(number),) for number in numbers]
    if not tiles:
        return SafeString()
    return format_html(
        '<ul class="goals" aria-label="{}">{}</ul>',
        _("Goals"),
        format_html_join("", "<li>{}</li>", tiles),
    )


@register.simple_tag
def cover(page: Page, shape: str, *, eager: bool = False) -> SafeString:
    """The page's picture in one of the shapes of covers: its photograph, else its composed cover.

    A composed cover is decoration and silent; a photograph says what the editor wrote.
    """
    if image := getattr(page, "cover", None):
        width, height = PHOTOGRAPHS.get(shape) or (SHAPES[shape].width, SHAPES[shape].height)
        cuts = tuple(f"fill-{width // share}x{height // share}" for share in (3, 2, 1))
        shown = photograph(
            image,
            cuts,
            alt=page.cover_alt,
            sizes=SIZES.get(shape, BROAD),
            css="cover",
            eager=eager,
        )
        if shown:
            return shown
    loading = ("eager", "high") if eager else ("lazy", "auto")
    size = SHAPES[shape]
    return format_html(
        '<img class="cover" src="{}" width="{}" height="{}" alt="" loading="{}" fetchpriority="{}">',
        cover_url(page.pk or 0, getattr(page, "goal_numbers", []), shape),
        *(size.width, size.height),
        *loading,
    )


@register.simple_tag
def picture_in_text(image: AbstractImage, alt: str) -> SafeString:
    """A picture that an editor put into the text; `alt` is empty where it is mere decoration."""
    return photograph(image, IN_TEXT_CUTS, alt=alt, sizes=IN_TEXT)


@register.simple_tag
def share_image(page: Page, request: HttpRequest) -> str:
    """The absolute address of the picture that travels with a link to the page."""

    def path() -> str:
        network = NetworkSettings.for_request(request).network_name
        language = translation.get_language() or settings.LANGUAGE_CODE
        return share_url(page, shared_of(page, network=network, language=language))

    as_published = getattr(request, "whole_page", None) is page
    return request.build_absolute_uri(
        remember(("share", page.pk), path) if as_published else path()
    )


@register.simple_tag
def json_ld(value: dict[str, Any]) -> SafeString:
    """Structured data as a script element that no text in it can leave."""
    # json_script escapes <, > and &; only its type differs.
    script = json_script(value).replace("application/json", "application/ld+json", 1)
    return mark_safe(script)  # noqa: S308 - json_script has escaped all text in it


def tile_classes(of: Goal) -> str:
    return f"goal goal-{of.number} {'light-ink' if of.ink == LIGHT_INK else 'dark-ink'}"


def spoken(of: Goal) -> str:
    return _("Goal %(number)s: %(title)s") % {"number": of.number, "title": of.title}


def _english() -> bool:
    return (translation.get_language() or "da").startswith("en")


def _local(moment: dt.datetime | dt.date) -> dt.date:
    return timezone.localtime(moment) if isinstance(moment, dt.datetime) else moment


def _moment(moment: dt.datetime | dt.date) -> dt.datetime:
    if isinstance(moment, dt.datetime):
        return moment
    return timezone.make_aware(dt.datetime.combine(moment, dt.time(12)))
