"""The door to the admin: where a second factor is asked for, nobody comes in without one.

Also keeps what a signed-in person sees out of caches that others share.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from . import queries, stages

Handler = Callable[[HttpRequest], HttpResponse]
# Ways in and out, below the admin's address.
OPEN = ("wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_password_reset")


class GuardMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")
        self.open = tuple(reverse(name) for name in OPEN)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR and self.is_guarded(request.path):
            answer = turn_away(request)
            if answer is not None:
                return answer
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.setdefault("Cache-Control", "private")
        return response

    def is_guarded(self, path: str) -> bool:
        return path.startswith(self.admin) and not path.startswith(self.open)


def turn_away(request: HttpRequest) -> HttpResponse | None:
    """Where an editor has to go first, or None. Who is no editor is Wagtail's to turn away."""
    user = request.user
    if not queries.is_editor(user) or stages.has_proven(request, user):
        return None
    way = urlencode({"next": request.get_full_path()})
    if queries.has_key(user):
        # Signed in before the key was made, or before this person became an editor.
        logout(request)
        return redirect(f"{reverse('wagtailadmin_login')}?{way}")
    return redirect(f"{reverse('my_keys')}?{way}")
