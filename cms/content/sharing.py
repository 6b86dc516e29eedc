"""Share pictures: what travels with a link to a page says whose it is and what it is about.

The picture is drawn from the published page when somebody asks for it, at an address that holds a mark of its
words; so programs that keep pictures for ever ask anew when the words change.
"""

import datetime as dt
import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from .covers import EDITION, chosen_goals

#: No title needs more; what is longer is cut in the drawing anyway.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Shared:
    """What a share picture shows. `photograph` is an image's id; `day` stands in it large."""

    title: str
    eyebrow: str
    network: str
    language: str
    seed: str
    goals: tuple[int, ...]
    photograph: int | None = None
    day: dt.date | None = None

    @property
    def mark(self) -> str:
        """Changes with anything that the picture shows."""
        said = f"{EDITION} {sorted(asdict(self).items())}"
        return hashlib.blake2b(said.encode(), digest_size=6).hexdigest()


def shared_of(page: Any, *, network: str, language: str) -> Shared:
    """What the picture of this page (as what it really is) shows; `language` is the page's own."""
    starts_at = getattr(page, "starts_at", None)
    with translation.override(language):
        kind = str(page._meta.verbose_name) if getattr(page, "goal_numbers", None) else ""
    eyebrow = getattr(page, "organisation_name", "") or getattr(page, "eyebrow", "") or kind
    return Shared(
        title=(getattr(page, "hero_title", "") or page.title)[:LONGEST],
        eyebrow=eyebrow[:1].upper() + eyebrow[1:LONGEST],
        network=network,
        language=language,
        seed=str(page.pk or 0),
        goals=chosen_goals(getattr(page, "goal_numbers", [])),
        photograph=getattr(page, "cover_id", None),
        day=timezone.localdate(starts_at) if starts_at else None,
    )


def share_url(page: Page, shared: Shared) -> str:
    """The path of the page's share picture, without host."""
    return reverse("content:share", args=[page.pk or 0, shared.mark])
