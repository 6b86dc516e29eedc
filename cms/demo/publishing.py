"""Putting a page into the tree as an editor does: checked, saved as a revision, published."""

import datetime as dt
from typing import TypeVar

from wagtail.fields import StreamField
from wagtail.models import Page

PageType = TypeVar("PageType", bound=Page)


def publish(parent: Page, page: PageType, *, since: dt.datetime | None = None) -> PageType:
    """Add the page as the last child of `parent` and publish it. `since`: it was first published then.

    Raises ValidationError for whatever an editor's form would refuse.
    """
    page.live = False
    page.first_published_at = since
    check_blocks(page)
    parent.add_child(instance=page)  # calls full_clean
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def check_blocks(page: Page) -> None:
    """Let every block check its value; a model's full_clean does not look inside StreamFields."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            field.stream_block.clean(getattr(page, field.name))
