"""Every page that anybody may read, for search engines: address, last change, picture, other languages.

Formats: sitemaps.org's protocol 0.9 and its index, Google's image extension, and the alternates of hreflang.
"""

import math
from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.models import Locale, Page, Site
from wagtail.query import PageQuerySet

from cms.caching.publicity import public
from cms.content.models import NetworkSettings
from cms.content.sharing import share_url, shared_of

from .finding.queries import with_details

# The protocol allows 50,000; a file of so many is made in a moment.
PAGES_A_FILE = 1000


@dataclass(frozen=True)
class Entry:
    """One page of a sitemap. `others` are (language, address) of the same page in all its languages."""

    page: Page
    address: str
    image: str
    others: list[tuple[str, str]]


class Sitemap:
    """The pages of one site, in files of a thousand."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        site = Site.find_for_request(request)
        homes = site.root_page.get_translations(inclusive=True) if site else Page.objects.none()
        pages = Page.objects.none()
        for home in homes:
            pages |= Page.objects.descendant_of(home, inclusive=True)
        self.pages: PageQuerySet = public(pages).order_by("path")

    @cached_property
    def files(self) -> range:
        return range(1, max(1, math.ceil(self.pages.count() / PAGES_A_FILE)) + 1)

    @cached_property
    def network(self) -> str:
        return NetworkSettings.for_request(self.request).network_name

    @cached_property
    def languages(self) -> dict[int, str]:
        return dict(Locale.objects.values_list("pk", "language_code"))

    def entries(self, number: int) -> list[Entry]:
        """What stands in the file of this number; a few queries for each kind of page."""
        first = (number - 1) * PAGES_A_FILE
        pages = with_details([page.pk for page in self.pages[first : first + PAGES_A_FILE]])
        others = self.translations(pages)
        return [
            Entry(page, address, self.image_of(page), others.get(page.translation_key, []))
            for page in pages
            if (address := page.get_full_url(self.request))
        ]

    def translations(self, pages: list[Page]) -> dict:
        """{translation key: [(language, address)]} of what can be read in more than one language."""
        found = defaultdict(list)
        keys = [page.translation_key for page in pages]
        wanted = self.pages.filter(translation_key__in=keys).select_related("locale")
        for page in wanted:
            address = page.get_full_url(self.request)
            if address:
                found[page.translation_key].append((page.locale.language_code, address))
        return {key: addresses for key, addresses in found.items() if len(addresses) > 1}

    def image_of(self, page: Page) -> str:
        """The address of the page's share picture, which is its photograph with its own words."""
        language = self.languages[page.locale_id]
        shared = shared_of(page, network=self.network, language=language)
        return self.request.build_absolute_uri(share_url(page, shared))
