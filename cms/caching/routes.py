"""From a known address to its page without a query, where Wagtail asks two for each part of the address."""

from copy import copy

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from .remembering import remember

# The depth of a site's front page.
FRONT = 2


def lead(request: HttpRequest, path: str) -> None:
    """Put site and page on the request, where Wagtail looks for them first.

    Where the address is that of a page, and not of something that a page does below its own,
    `request.whole_page` is that page.
    """
    site = site_of(request)
    if site is None:
        return
    name = ("page", site.pk, get_language(), path)
    known = remember(name, lambda: find(request, path))
    if known is None:
        return
    if not hasattr(request, "_wagtail_route_for_request"):
        page = as_published(*known, is_read=request.method in ("GET", "HEAD"))
        try:
            found = page.route(request, []) if page else None
        except Http404:
            found = None
        request._wagtail_route_for_request = found  # type: ignore[attr-defined]  # as above
    if request._wagtail_route_for_request:  # type: ignore[attr-defined]
        request.whole_page = request._wagtail_route_for_request.page  # type: ignore[attr-defined]


def as_published(model: type[Page], pk: int, *, is_read: bool) -> Page | None:
    """The page as it stands in the database. For who only reads, a copy of the one that is remembered.

    The copies share what the fields hold (the blocks of a text are read from the row once), never what is
    hung on a page while it is made. A page names in `kept_with` which foreign keys are read with it.
    """
    found = model._default_manager.filter(pk=pk).select_related(*getattr(model, "kept_with", ()))
    if not is_read:
        return found.first()
    return copy(remember(("row", model, pk), found.first))


def site_of(request: HttpRequest) -> Site | None:
    """The site that is asked for, also where Wagtail looks for it first."""
    site = remember(("site", request.get_host()), lambda: Site.find_for_request(request))
    if site is not None:
        request._wagtail_site = site  # type: ignore[attr-defined]  # Wagtail's own place for it
    return site


def find(request: HttpRequest, path: str) -> tuple[type[Page], int] | None:
    """The page that the whole address names; None for what a page does below its own address."""
    found = Page.route_for_request(request, path)
    parts = [part for part in path.split("/") if part]
    if found is None or len(parts) != found.page.depth - FRONT:
        return None
    return type(found.page), found.page.pk
