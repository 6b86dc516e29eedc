"""The content security policy, relaxed for Wagtail's admin alone; and who sends a request.

Wagtail 8's edit views carry a few inline scripts (date choosers) and styles; the public site has none. The
relaxation follows the path, so a page's own policy stays as strict as the settings say.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponse]


class AdminPolicyMiddleware:
    """Stands after CSPMiddleware in the list, so it marks the response before that one reads it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(self.admin):
            response._csp_update = {  # type: ignore[attr-defined]  # django-csp's own way in
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
                "img-src": ["blob:"],
            }
            response.setdefault("Cache-Control", "private, no-store")
        return response


def client_ip(request: HttpRequest) -> str:
    """The visitor's IP address: the connection's, or, behind our proxy, what that proxy wrote last.

    Whatever else stands in X-Forwarded-For was written by the visitor.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site sent this form. For public forms, which set no cookie to tell it by:
    browsers say where a form was sent from (the Origin header of the Fetch standard).
    """
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()
