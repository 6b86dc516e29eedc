"""The archive as an Atom feed (RFC 4287): the latest issues that anybody may read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.feedgenerator import Atom1Feed

if TYPE_CHECKING:
    from .pages import NewsletterIndexPage, NewsletterPage

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


def atom(archive: "NewsletterIndexPage", issues: Iterable["NewsletterPage"], *, url: str) -> str:
    """The feed of these issues; `url` is the feed's own whole address."""
    feed = Atom1Feed(
        title=archive.title,
        link=archive.full_url or "",
        description=archive.lead,
        subtitle=archive.lead,
        feed_url=url,
        language=archive.locale.language_code,
    )
    for issue in issues:
        feed.add_item(
            title=issue.title,
            link=issue.full_url or "",
            description=issue.lead,
            pubdate=issue.first_published_at,
            updateddate=issue.last_published_at or issue.first_published_at,
        )
    return feed.writeString("utf-8")
