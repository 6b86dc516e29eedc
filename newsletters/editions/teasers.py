"""What a letter shows of a page that is picked: its words, its picture and where it leads."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from cms.content.covers import cover_url
from cms.content.dates import day_text, span_text
from cms.content.goals import Goal, goal
from cms.mail.placeholders import plain

# The letter's column is 600 px wide with 36 px at each side; pictures are sent at twice that.
PICTURE_WIDTH = 528


@dataclass(frozen=True)
class Teaser:
    """A picked page as a letter shows it. `url` is whole; `facts` is what an invitation adds."""

    title: str
    lead: str
    url: str
    meta: str = ""
    goals: tuple[Goal, ...] = ()
    picture: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)


def of(kind: str, value: Any) -> Teaser | None:
    """The teaser of a block's value, or None when its page is gone."""
    page = value["page"]
    if page is None:
        return None
    maker = {"invitation": invitation, "story": story, "topic": topic}[kind]
    return maker(page, plain(value.get("lead") or page.lead))


def invitation(page: Any, lead: str) -> Teaser:
    start = timezone.localtime(page.starts_at)
    return Teaser(
        title=plain(page.title),
        lead=lead,
        url=page.full_url or "",
        meta=str(page.get_kind_display()),
        goals=goals(page),
        facts={
            "day": str(start.day),
            "when": span_text(page.starts_at, page.ends_at),
            "place": page.place_name or page.place_address,
            "price": page.price_label,
            "deadline": day_text(page.deadline_at) if page.deadline_at else "",
            "seats": str(page.seats or ""),
            "guests": str(page.guests_allowed or ""),
            "calendar_url": (page.full_url or "") + page.reverse_subpage("calendar"),
        },
    )


def story(page: Any, lead: str) -> Teaser:
    return Teaser(
        title=plain(page.title),
        lead=lead,
        url=page.full_url or "",
        meta=page.organisation_name,
        goals=goals(page),
        picture=page_picture(page),
    )


def topic(page: Any, lead: str) -> Teaser:
    return Teaser(
        title=plain(page.title),
        lead=lead,
        url=page.full_url or "",
        goals=goals(page),
    )


def goals(page: Any) -> tuple[Goal, ...]:
    return tuple(goal(number) for number in page.goal_numbers)


def page_picture(page: Any) -> dict[str, Any]:
    """The page's photograph, or the cover that is composed for it."""
    if page.cover:
        return {**picture(page.cover), "alt": page.cover_alt}
    url = cover_url(page.pk or 0, page.goal_numbers, "letter", format="png")
    return {"src": settings.SITE_URL + url, "width": PICTURE_WIDTH, "height": 211, "alt": ""}


def picture(image: AbstractImage) -> dict[str, Any]:
    """A picture for mail: JPEG or PNG (not all mail programs read WebP), whole address, size in px."""
    form = "png" if image.file.name.lower().endswith(("png", "gif")) else "jpeg"
    rendition = image.get_rendition(f"width-{PICTURE_WIDTH * 2}|format-{form}")
    width = min(PICTURE_WIDTH, rendition.width)
    return {
        "src": settings.SITE_URL + rendition.url,
        "width": width,
        "height": round(rendition.height * width / max(rendition.width, 1)),
    }


def is_public(page: Page | None) -> bool:
    """Whether a reader of the letter could open the page."""
    return bool(page and page.live and not page.get_view_restrictions().exists())
