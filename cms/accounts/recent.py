"""Whether somebody has just proven who they are: by a code, a passkey or a password, in this session."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

View = Callable[..., HttpResponse]


def is_recent(request: HttpRequest) -> bool:
    """A session that says nothing of how it began is never recent."""
    proven = [one.get("at", 0) for one in get_authentication_records(request, request.user)]
    return bool(proven) and timezone.now().timestamp() - max(proven) < settings.RECENT_MINUTES * 60


def recently_signed_in(to: str) -> Callable[[View], View]:
    """An older session is sent to the page of this name, which asks to sign in again."""

    def decorated(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            return view(request, *args, **kwargs) if is_recent(request) else redirect(to)

        return guarded

    return decorated
