"""Bounds on what a client may ask of the API, in front of both versions.

Wagtail 8.0.1 answers an offset of twenty digits with an error 500 (v3), and a long filter costs the
database more than any reader needs.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

MAX_LIMIT = 100
MAX_OFFSET = 10_000
MAX_PARAMETER = 1_000
_BOUNDED = {"limit": MAX_LIMIT, "offset": MAX_OFFSET}


class BoundsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            fault = find_fault(request)
            if fault:
                return JsonResponse({"message": fault}, status=400)
        return self.get_response(request)


def find_fault(request: HttpRequest) -> str:
    """The sentence that says which parameter is out of bounds; empty when none is."""
    given = ((name, value) for name, values in request.GET.lists() for value in values)
    for name, value in given:
        if len(value) > MAX_PARAMETER or "\x00" in value or "\x00" in name:
            return f"{name[:60]!r} is longer than {MAX_PARAMETER} characters or holds a null byte"
        if name == "search_operator" and value not in ("and", "or"):
            return "search_operator must be »and« or »or«"
        most = _BOUNDED.get(name)
        if most is not None and not (value.isascii() and value.isdigit() and len(value) < 7):
            return f"{name} must be a whole number from 0 to {most}"
        if most is not None and int(value) > most:
            return f"{name} cannot be higher than {most}"
    return ""
