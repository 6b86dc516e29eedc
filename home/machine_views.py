"""Addresses that programs ask for by name: sitemap, robots.txt, security.txt, feeds."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.caching.middleware import for_everybody
from cms.content.calendars import MEDIA_TYPE
from cms.content.models import NetworkSettings
from cms.library.calendar import calendar_file
from cms.library.queries import MOST_DEADLINES, deadlines, newest_calls
from cms.stories.queries import public_stories

from .feeds import MOST, atom, news
from .navigation import front
from .sitemaps import Sitemap

XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
# RFC 9116, 2.5.5: less than a year ahead; whoever reads it later asks again.
SECURITY_LASTS = dt.timedelta(days=180)
BESIDE_THE_TREE = ("home:search", "members:join", "wishes:ledger", "privacy", "accessibility")
# Where nothing is to be found, or every address is one person's.
KEPT_OUT = (
    "/admin/",
    "/api/",
    "/soeg/?",
    "/en/soeg/?",
    "/min-side/",
    "/afmeld/",
    "/valg/",
    "/outbox/",
)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The one sitemap, or, of more than a thousand pages, the index of several."""
    found = Sitemap(request)
    if len(found.files) == 1:
        return sitemap_file(request, 1)
    return for_everybody(render(request, "home/sitemap_index.xml", {"files": found.files}, XML))


def beside_the_tree(request: HttpRequest) -> list[str]:
    """Addresses, in each language, of what everybody may read and is no page of the tree."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found += [request.build_absolute_uri(reverse(name)) for name in BESIDE_THE_TREE]
    return found


@require_safe
def sitemap_file(request: HttpRequest, number: int) -> HttpResponse:
    found = Sitemap(request)
    if number not in found.files:
        raise Http404
    return for_everybody(
        render(
            request,
            "home/sitemap.xml",
            {
                "entries": found.entries(number),
                "others": beside_the_tree(request) if number == 1 else [],
            },
            XML,
        )
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in KEPT_OUT), ""]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return for_everybody(HttpResponse("\n".join(lines) + "\n", content_type=TEXT))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to write about a hole in this site."""
    address = NetworkSettings.for_request(request).contact_email
    if not address:
        raise Http404
    expires = (timezone.now() + SECURITY_LASTS).replace(microsecond=0).astimezone(dt.UTC)
    lines = [
        f"Contact: mailto:{address}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


@require_safe
def news_feed(request: HttpRequest) -> HttpResponse:
    home, _trail = front(None, request)
    if home is None:
        raise Http404
    return for_everybody(atom(request, home, news(home), title=_("What is new")))


@require_safe
def stories_feed(request: HttpRequest) -> HttpResponse:
    home, _trail = front(None, request)
    if home is None:
        raise Http404
    stories = list(public_stories().descendant_of(home).prefetch_related(None)[:MOST])
    return for_everybody(atom(request, home, stories, title=_("First-mover stories")))


@require_safe
def funding_feed(request: HttpRequest) -> HttpResponse:
    home, _trail = front(None, request)
    if home is None:
        raise Http404
    calls = list(newest_calls().descendant_of(home)[:MOST])
    return for_everybody(atom(request, home, calls, title=_("Funding")))


@require_safe
def funding_calendar(request: HttpRequest) -> HttpResponse:
    """The deadlines of calls for funding, to subscribe to."""
    home, _trail = front(None, request)
    if home is None:
        raise Http404
    network = NetworkSettings.for_request(request).network_name
    calls = deadlines(timezone.now()).descendant_of(home)
    file = calendar_file(calls[:MOST_DEADLINES], name=f"{network}: {_('Deadlines')}")
    response = HttpResponse(file, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, "midler.ics")
    return for_everybody(response)
