"""The page behind »no more of these« in the foot of a service letter that belongs to a series.

It works without signing in, and can do nothing but take one yes back: whoever gets the letter passed on
learns nothing of the member.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.series.models import Series

from . import actions, tokens
from .models import Member
from .views import private


@csrf_exempt  # RFC 8058: the provider posts without a session; the signed token is the authority
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave_series(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks; POST says no. Twice changes nothing. One answer to every link that does not work."""
    read = tokens.read_leave_token(token)
    series = Series.objects.filter(pk=read[1]).first() if read else None
    member = Member.objects.filter(pk=read[0]).first() if read else None
    state = "ask" if series and member else "unknown"
    if member and series and request.method == "POST":
        actions.withdraw_consent(member=member, series=series, now=timezone.now())
        state = "done"
    context, status = {"state": state, "series": series}, 404 if state == "unknown" else 200
    return private(render(request, "cms/members/leave_series.html", context, status=status))
