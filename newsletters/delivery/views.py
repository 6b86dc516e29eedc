"""The public doors behind a letter's token: leaving, and choosing. GET changes nothing; POST does."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.members import presence
from cms.members.queries import standing_consents

from . import actions, queries, tokens


@csrf_exempt  # RFC 8058: the provider posts without a session; the signed token is the authority
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    delivery_id = tokens.read_token(token)
    from_all = "all" in request.POST
    state, series = "unknown", None
    if delivery_id == tokens.TEST:
        state = "test"
    elif delivery_id is not None and (delivery := queries.delivery_of(delivery_id)):
        state, series = "ask", delivery.mailing.series
        if request.method == "POST":
            found = actions.unsubscribe(
                delivery_id=delivery_id, now=timezone.now(), from_all=from_all
            )
            state = "done" if found else "unknown"
    context = {
        "state": state,
        "series": series,
        "from_all": from_all,
        "has_others": queries.has_several_series(),
    }
    return private(request, "newsletters/delivery/unsubscribe.html", context)


@csrf_exempt  # the signed token is the authority; told to send no referrer, a browser sends no origin either
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """What a reader gets, to take away from. Whoever holds a forwarded letter can add nothing."""
    delivery_id = tokens.read_token(token)
    state, kept = "unknown", []
    if delivery_id == tokens.TEST:
        state = "test"
    elif delivery_id is not None and (member := queries.reader_of(delivery_id)):
        state = "ask"
        if request.method == "POST":
            now = timezone.now()
            actions.keep_only(member=member, kept=request.POST.getlist("keep"), now=now)
            presence.see(address=member.email_key, now=now)
            state = "done"
        kept = standing_consents(member)
    context = {"state": state, "kept": kept}
    return private(request, "newsletters/delivery/choices.html", context)


def private(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page behind a token: found by no search engine, told to no other site."""
    status = 404 if context["state"] == "unknown" else 200
    response = render(request, template, context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
