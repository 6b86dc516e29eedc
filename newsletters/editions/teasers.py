"""What a letter shows of a page that is picked: its words, its picture and where it leads."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.images.models import AbstractImage

from cms.content.dates import day_text, span_text
from cms.content.goals import Goal, goal
from cms.mail.placeholders import plain

from .picking import PICTURE_WIDTH, Picked, rendition_name
from .seats import seats_left
from .vocabulary import said


@dataclass(frozen=True)
class Picture:
    """A picture in a letter: whole address, size in px as it is shown."""

    src: str
    width: int
    height: int
    alt: str = ""
    link: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Facts:
    """What an invitation adds, in words."""

    day: str
    when: str
    place: str
    price: str
    deadline: str
    calendar_url: str
    seats: int | None = None
    # What is left of them: a placeholder (`seats`).
    left: str = ""


@dataclass(frozen=True)
class Teaser:
    """A picked page as a letter shows it. `url` is whole."""

    title: str
    lead: str
    url: str
    meta: str = ""
    goals: tuple[Goal, ...] = ()
    picture: Picture | None = None
    facts: Facts | None = None


def of(kind: str, value: Any, picked: Picked) -> Teaser | None:
    """The teaser of a block's stored value, or None when its page is gone."""
    page = picked.teaser(kind, value.get("page"))
    if page is None:
        return None
    makers = {
        "invitation": invitation,
        "facts": facts,
        "story": story,
        "topic": topic,
        "library": from_library,
    }
    maker = makers[kind]
    return maker(page, said(value.get("lead") or "") or plain(page.lead), picked)


def invitation(page: Any, lead: str, picked: Picked) -> Teaser:
    url = picked.address(page)
    return Teaser(
        title=plain(page.title),
        lead=lead,
        url=url,
        meta=str(page.get_kind_display()),
        goals=goals(page, picked),
        facts=Facts(
            day=str(timezone.localtime(page.starts_at).day),
            when=when(page),
            place=page.place_name or page.place_address,
            price=page.price_label,
            deadline=day_text(page.deadline_at) if page.deadline_at else "",
            calendar_url=url + page.reverse_subpage("calendar"),
        ),
    )


def when(page: Any) -> str:
    span = span_text(page.starts_at, page.ends_at)
    return _("Cancelled: %(when)s") % {"when": span} if page.is_cancelled else span


def facts(page: Any, lead: str, picked: Picked) -> Teaser:
    shown = invitation(page, lead, picked)
    if shown.facts is None or page.seats is None:
        return shown
    left = "" if page.is_cancelled else seats_left(page.pk)
    return replace(shown, facts=replace(shown.facts, seats=page.seats, left=left))


def story(page: Any, lead: str, picked: Picked) -> Teaser:
    return Teaser(
        title=plain(page.title),
        lead=lead,
        url=picked.address(page),
        meta=page.organisation_name,
        goals=goals(page, picked),
        picture=page_picture(page, picked),
    )


def topic(page: Any, lead: str, picked: Picked) -> Teaser:
    return Teaser(
        title=plain(page.title),
        lead=lead,
        url=picked.address(page),
        goals=goals(page, picked),
        picture=page_picture(page, picked),
    )


def from_library(page: Any, lead: str, picked: Picked) -> Teaser:
    """Says of which kind it is: a tool, a call for funding, an experience."""
    kind = page.cached_content_type.model_class()
    return replace(topic(page, lead, picked), meta=str(kind.get_verbose_name()).capitalize())


def goals(page: Any, picked: Picked) -> tuple[Goal, ...]:
    return tuple(goal(number) for number in picked.goals.get(page.pk, ()))


def page_picture(page: Any, picked: Picked) -> Picture | None:
    """The page's photograph; without one, the goal's tile is picture enough."""
    image = picked.images.get(page.cover_id)
    return picture(image, alt=plain(page.cover_alt)) if image else None


def picture(
    image: AbstractImage,
    most: int = PICTURE_WIDTH,
    *,
    alt: str = "",
    link: str = "",
    caption: str = "",
) -> Picture:
    """A picture for mail, at `most` px wide: JPEG or PNG (not all mail programs read WebP), whole address."""
    form = "png" if image.file.name.lower().endswith(("png", "gif")) else "jpeg"
    rendition = image.get_rendition(rendition_name(most, form))
    width = min(most, rendition.width)
    height = round(rendition.height * width / max(rendition.width, 1))
    return Picture(settings.SITE_URL + rendition.url, width, height, alt, link, caption)
