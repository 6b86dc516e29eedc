"""What a letter shows of a page that is picked: its words, its picture and where it leads."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from cms.content.dates import day_text, span_text
from cms.content.goals import Goal, goal
from cms.mail.placeholders import plain

# The letter's column is 600 px wide with 36 px at each side; pictures are sent at twice that.
PICTURE_WIDTH = 528
# Two columns beside each other have 24 px between them.
COLUMN_WIDTH = 252


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
        picture=page_picture(page),
    )


def goals(page: Any) -> tuple[Goal, ...]:
    return tuple(goal(number) for number in page.goal_numbers)


def page_picture(page: Any) -> dict[str, Any]:
    """The page's photograph; without one, the goal's tile is picture enough and nothing is returned."""
    return {**picture(page.cover), "alt": plain(page.cover_alt)} if page.cover else {}


def picture(image: AbstractImage, most: int = PICTURE_WIDTH) -> dict[str, Any]:
    """A picture for mail, at `most` px wide: JPEG or PNG (not all mail programs read WebP), whole address."""
    form = "png" if image.file.name.lower().endswith(("png", "gif")) else "jpeg"
    rendition = image.get_rendition(f"width-{most * 2}|format-{form}")
    width = min(most, rendition.width)
    return {
        "src": settings.SITE_URL + rendition.url,
        "width": width,
        "height": round(rendition.height * width / max(rendition.width, 1)),
    }


def is_public(page: Page | None) -> bool:
    """Whether a reader of the letter could open the page."""
    return bool(page and page.live and not page.get_view_restrictions().exists())
