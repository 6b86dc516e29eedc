"""The archive as an Atom feed (RFC 4287): the latest issues that anybody may read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import uuid5

from django.utils.feedgenerator import Atom1Feed

from cms.mail.placeholders import plain

if TYPE_CHECKING:
    from .pages import NewsletterIndexPage, NewsletterPage

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


def atom(
    archive: "NewsletterIndexPage", issues: Iterable["NewsletterPage"], *, url: str, author: str
) -> str:
    """The feed of these issues; `url` is the feed's own whole address, `author` who writes them.

    A correction reaches readers only by publishing, so the time of that is when an issue changed.
    """
    language = archive.locale.language_code
    feed = Atom1Feed(
        title=plain(archive.title),
        link=archive.full_url or "",
        description=plain(archive.lead),
        subtitle=plain(archive.lead),
        author_name=plain(author),
        feed_url=url,
        language=language,
    )
    for issue in issues:
        feed.add_item(
            title=plain(issue.title),
            link=issue.full_url or "",
            description=plain(issue.lead),
            # An entry is known by this for good; its address changes with its slug.
            unique_id=uuid5(issue.translation_key, language).urn,
            pubdate=issue.first_published_at,
            updateddate=issue.last_published_at or issue.first_published_at,
        )
    return feed.writeString("utf-8")
