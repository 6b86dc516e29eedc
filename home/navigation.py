"""The way around: the menu and the trail, both read from the page tree."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page, Site

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
    return Way(home, list(home.get_children().live().public()) if home else [], trail)


def front(page: Page | None, request: HttpRequest) -> tuple[Page | None, list[Page]]:
    """The front page that `page` lies below, and the pages from there to the one above it."""
    if page is None or not page.path:
        site = Site.find_for_request(request)
        return (site.root_page.localized if site else None), []
    if page.depth <= HOME_DEPTH:
        return page, []
    above = list(page.get_ancestors().filter(depth__gte=HOME_DEPTH))
    return (above[0] if above else None), above


def holds(entry: Page, page: Page | None) -> bool:
    """Whether a menu's entry is this page or holds it."""
    return page is not None and bool(page.path) and page.path.startswith(entry.path)
