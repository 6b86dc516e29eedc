"""Leads from where a page was to where it is. Wagtail writes the redirects, for all pages below too."""

from urllib.parse import quote, urlsplit

from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

# Browsers keep a permanent redirect for ever, and would go in circles once a page gets its old name back.
KEPT_SECONDS = 300
# No page does anything further down below its own address.
DEEPEST = 8


class MovedMiddleware(MiddlewareMixin):
    """Wagtail's own, but never to a page that is gone, and from what a page does below its address too."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code != 404 or "\0" in request.path:
            return response
        redirect, rest = find(request)
        link = target(redirect) if redirect else None
        if redirect is None or not link:
            return response
        if rest:
            link = f"{link.rstrip('/')}/{quote(rest.lstrip('/'))}"
        if here(link, request):
            return response
        kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
        return kind(link, headers={"Cache-Control": f"max-age={KEPT_SECONDS}"})


def find(request: HttpRequest) -> tuple[Redirect | None, str]:
    """The redirect for this address and "", or that of the page above it and the rest of the address."""
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    without_query = urlsplit(path).path
    for address in dict.fromkeys((path, without_query)):
        if redirect := get_redirect(request, address):
            return redirect, ""
    parts = request.path.strip("/").split("/")
    above = ["/" + "/".join(parts[:count]) for count in range(1, min(len(parts), DEEPEST))]
    if not above:
        return None, ""
    known = Redirect.get_for_site(Site.find_for_request(request))
    known = known.filter(old_path__in=above, redirect_page_route_path="")
    redirect = max(
        known.exclude(redirect_page=None), key=lambda found: len(found.old_path), default=None
    )
    return redirect, request.path[len(redirect.old_path) :] if redirect else ""


def target(redirect: Redirect) -> str | None:
    """Where it leads; None where the page is no longer to be seen."""
    page = redirect.redirect_page
    return None if page and not page.live else redirect.link


def here(link: str, request: HttpRequest) -> bool:
    """Whether the link is the address that was asked for, so that nobody is sent in circles."""
    to = urlsplit(link)
    own = quote(request.path).rstrip("/")
    return to.netloc in ("", request.get_host()) and to.path.rstrip("/") in (
        own,
        request.path.rstrip("/"),
    )
