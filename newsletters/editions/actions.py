"""What can be done with a newsletter that is being written."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.errors import NetworkError
from cms.members.models import User

from .gathering import Find, blocks_of, gather
from .picking import stored
from .rendering import language_of

if TYPE_CHECKING:
    from .pages import NewsletterPage


class NothingPickedError(NetworkError):
    """No page was picked."""

    code = "nothing_picked"


def begin(*, page: "NewsletterPage", archive: Page, now: dt.datetime) -> None:
    """Put what is new into a newsletter that nobody has begun. It is not saved: its editor does that."""
    if not page.body:
        put_in(page, gather(archive, now).picked)


def add_pages(*, page: "NewsletterPage", finds: Iterable[Find], user: User | None) -> int:
    """Add these at the end of the newsletter as it was saved last, as a draft. Returns how many.

    What is in it already is left as it is. Raises NothingPickedError.
    """
    draft = page.get_latest_revision_as_object()
    here = {block["value"].get("page") for block in stored(draft.body) if is_teaser(block)}
    wanted = [find for find in finds if find.key not in here]
    if not wanted:
        raise NothingPickedError(_("Pick at least one page that is not in the newsletter yet."))
    put_in(draft, wanted)
    draft.save_revision(user=user, log_action=True)
    return len(wanted)


def put_in(page: "NewsletterPage", finds: Iterable[Find]) -> None:
    blocks = [*stored(page.body), *blocks_of(finds, language_of(page))]
    page.body = page.body.stream_block.to_python(blocks)


def is_teaser(block: dict) -> bool:
    return isinstance(block["value"], dict) and "page" in block["value"]
