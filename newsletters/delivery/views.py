"""The public door: unsubscribing. GET shows and changes nothing; POST unsubscribes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

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
    response = render(
        request,
        "newsletters/delivery/unsubscribe.html",
        {
            "state": state,
            "series": series,
            "from_all": from_all,
            "has_others": queries.has_several_series(),
        },
        status=404 if state == "unknown" else 200,
    )
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
