"""The first in the line: gives what is kept, and keeps what a page says everybody may have."""

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from wagtail.views import serve

from . import counting, routes, version
from .keeping import LARGEST, Kept, Sent, Shelf
from .keys import key_of
from .moments import next_moment

Answer = TypeVar("Answer", bound=HttpResponseBase)
Handler = Callable[[HttpRequest], HttpResponseBase]
shelf = Shelf()


class PageCacheMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = key_of(request) if settings.PAGE_CACHE else None
        if key is None:
            response = self.get_response(request)
            counting.count(page_of(request), response.status_code, request.META)
            return response
        # Before the page is made: a change meanwhile belongs to the next number.
        number = version.current()
        kept = shelf.find(key, number)
        if kept is None:
            response = self.get_response(request)
            if not may_be_kept(request, response):
                counting.count(page_of(request), response.status_code, request.META)
                return response
            kept = keep(response, number, until(request, response, timezone.now()))
            kept.page = page_of(request)
            shelf.keep(key, kept)
        sent = kept.sent(request.META)
        counting.count(kept.page, sent.status, request.META)
        return as_response(sent)

    def process_view(
        self, request: HttpRequest, view: Callable, args: list[Any], kwargs: dict[str, Any]
    ) -> None:
        if view is serve and settings.PAGE_CACHE:
            routes.lead(request, args[0] if args else kwargs["path"])


def page_of(request: HttpRequest) -> int | None:
    """The id of the page whose own address was asked for."""
    page = getattr(request, "whole_page", None)
    return page.pk if page else None


def as_response(sent: Sent) -> HttpResponse:
    response = HttpResponse(sent.body, status=sent.status)
    if sent.status == HTTPStatus.NOT_MODIFIED:
        del response.headers["Content-Type"]
    for name, value in sent.headers:
        response.headers[name] = value
    return response


def for_everybody(response: Answer, *, seconds: float | None = None) -> Answer:
    """Say of an answer that is no page: it is the same for all, for at most so many seconds."""
    response.kept_seconds = seconds  # type: ignore[attr-defined]  # read by `may_be_kept`
    return response


def may_be_kept(request: HttpRequest, response: Any) -> bool:
    return (
        (hasattr(request, "whole_page") or hasattr(response, "kept_seconds"))
        and request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and len(response.content) <= LARGEST
    )


def until(request: HttpRequest, response: Any, now: dt.datetime) -> dt.datetime:
    """The end of an answer's life: when time changes the page, or sooner where the page says so."""
    seconds = getattr(response, "kept_seconds", None)
    if seconds is None:
        seconds = getattr(getattr(request, "whole_page", None), "kept_seconds", None)
    end = next_moment(now)
    return end if seconds is None else min(end, now + dt.timedelta(seconds=seconds))


def keep(response: Any, number: int, end: dt.datetime) -> Kept:
    """The answer as it is given from now on."""
    left = (end - timezone.now()).total_seconds()
    shared = max(0, min(settings.CDN_SECONDS, int(left)))
    # A browser asks each time and is told in two lines that nothing has changed.
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate" + (
        f", s-maxage={shared}" if shared else ""
    )
    patch_vary_headers(response, ["Accept-Encoding"])
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return Kept(number, end.timestamp(), headers, response.content)
