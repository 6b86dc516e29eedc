"""What is new, for feed readers: Atom (RFC 4287), written by Django's own generator."""

import re

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.utils import feedgenerator
from django.utils.translation import get_language
from wagtail.models import Page

from cms.caching.publicity import public
from cms.content.models import NetworkSettings

MOST = 30
# What XML 1.0 has no place for; the generator would refuse the whole feed.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def news(home: Page) -> list[Page]:
    """The pages that were published last below `home`, of the kinds that are news, as they really are."""
    kinds = [model for model in apps.get_models() if getattr(model, "is_news", False)]
    types = ContentType.objects.get_for_models(*kinds).values()
    pages = public(Page.objects.descendant_of(home)).filter(content_type__in=types)
    return list(pages.order_by("-first_published_at", "-pk").specific()[:MOST])


def atom(request: HttpRequest, home: Page, pages: list[Page], *, title: str) -> HttpResponse:
    network = NetworkSettings.for_request(request)
    feed = feedgenerator.Atom1Feed(
        title=f"{network.network_name}: {title}",
        link=home.get_full_url(request) or "",
        description=network.tagline,
        language=get_language(),
        author_name=network.network_name,
        feed_url=request.build_absolute_uri(request.path),
    )
    for page in pages:
        address = page.get_full_url(request) or ""
        feed.add_item(
            title=clean(page.title),
            link=address,
            description=clean(page.search_description or getattr(page, "lead", "")),
            # Stays the same when the page moves or is translated.
            unique_id=f"urn:uuid:{page.translation_key}",
            pubdate=page.first_published_at,
            updateddate=page.last_published_at,
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def clean(text: str) -> str:
    return _CONTROLS.sub(" ", text)
