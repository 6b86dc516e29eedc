"""The way around: the menu and the trail, both read from the page tree."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from cms.caching.publicity import public
from cms.caching.remembering import remember
from cms.caching.routes import site_of

#: The depth of a site's front page: below Wagtail's invisible root.
HOME_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Way:
    """Where a visitor is: the front, the pages just below it, and the trail down to this page."""

    home: Page | None
    children: list[Page]
    trail: list[Page]

    @property
    def menu(self) -> list[Page]:
        return [page for page in self.children if page.show_in_menus]

    @property
    def lists(self) -> dict[str, Page]:
        """The children by the name of their model, for "see all": {"storyindexpage": …}."""
        return {page.cached_content_type.model: page for page in self.children}

    @property
    def foot(self) -> list[Page]:
        """What editors keep out of the menu stands in the foot: no page is out of reach."""
        return [page for page in self.children if not page.show_in_menus]


def way_to(page: Page | None, request: HttpRequest) -> Way:
    """The way to `page`; without one (search, an error) to the front in the active language."""
    home, trail = front(page, request)
    return Way(home, below(home) if home else [], trail)


def below(home: Page) -> list[Page]:
    """What anybody may see right below the front, in the editors' order."""
    return remember(("below", home.pk), lambda: list(public(home.get_children())))


def front(page: Page | None, request: HttpRequest) -> tuple[Page | None, list[Page]]:
    """The front page that `page` lies below, and the pages from there to the one above it."""
    if page is None or not page.path:
        site = site_of(request)
        return (front_of(site) if site else None), []
    if page.depth <= HOME_DEPTH:
        return page, []
    above = remember(
        ("above", page.path[: -page.steplen]),
        lambda: list(page.get_ancestors().filter(depth__gte=HOME_DEPTH)),
    )
    return (above[0] if above else None), above


def front_of(site: Site) -> Page:
    """The site's front page in the active language."""
    return remember(("front of", site.pk, get_language()), lambda: site.root_page.localized)


def languages(page: Page, way: Way, request: HttpRequest) -> list[tuple[str, str]]:
    """(language, address) of the page in each language that anybody can read it in, if more than one."""
    if (
        way.home is None
        or not remember(
            ("languages", way.home.translation_key),
            lambda: [public(way.home.get_translations(inclusive=False)).count()],
        )[0]
    ):
        return []
    found = public(page.get_translations(inclusive=True)).select_related("locale")
    addresses = [(each.locale.language_code, each.get_full_url(request)) for each in found]
    return sorted(addresses) if len(addresses) > 1 else []


def holds(entry: Page, page: Page | None) -> bool:
    """Whether a menu's entry is this page or holds it."""
    return page is not None and bool(page.path) and page.path.startswith(entry.path)
