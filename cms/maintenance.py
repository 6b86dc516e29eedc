"""Closed for a while: one file says so, and every address but that of the health check answers with one page.

The page needs nothing that may be away meanwhile: no database, no style sheet, no translation. The file is
this machine's; where several machines serve the site, close each.
"""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone

FILE = "closed"
HEALTH = "/health/"
# When to ask again, where nobody said until when, or that has passed.
SECONDS = 300
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def file() -> Path:
    return Path(settings.VAR_DIR) / FILE


def is_closed() -> bool:
    """One look at the file system."""
    return os.path.exists(file())


def close(until: dt.datetime | None = None) -> None:
    """Close from now on. What stood there is replaced in one go."""
    written = file().with_suffix(".new")
    written.write_text(until.isoformat() if until else "", "utf-8")
    written.replace(file())


def reopen() -> None:
    file().unlink(missing_ok=True)


def until(now: dt.datetime) -> dt.datetime | None:
    """The moment that was named, unless it has passed or cannot be read."""
    try:
        moment = dt.datetime.fromisoformat(file().read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return moment if timezone.is_aware(moment) and moment > now else None


class MaintenanceMiddleware:
    """The very first in the line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path != HEALTH and is_closed():
            return closed(timezone.now())
        return self.get_response(request)


def closed(now: dt.datetime) -> HttpResponse:
    end = until(now)
    seconds = max(60, int((end - now).total_seconds())) if end else SECONDS
    same_day = end is not None and timezone.localdate(end) == timezone.localdate(now)
    page = render_to_string("503.html", {"until": end, "same_day": same_day})
    headers = {
        "Retry-After": str(seconds),
        "Cache-Control": "no-store",
        "Content-Security-Policy": POLICY,
    }
    return HttpResponse(page, status=503, headers=headers)
