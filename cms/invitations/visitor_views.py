"""The public doors for those who are no members: the form, the thanks, the page that confirms.

No page sets a cookie. GET changes nothing; the page behind the link has a button and no script, so that a
scanner that opens every link signs nobody up.
"""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.errors import UNPROCESSABLE, NetworkError
from cms.members.views import private
from cms.security import client_ip, is_from_elsewhere

from . import queries, visiting
from .asked import asked_at
from .forms import ApplyForm, ConfirmForm
from .models import Registration
from .tokens import GUEST, make_token

# What fits into a database's number; a longer one in an address is nobody's.
BIGGEST_ID = 2**63


@csrf_exempt  # nobody is signed in and no cookie is set: see `is_from_elsewhere`
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, day_id: int) -> HttpResponse:
    """A visitor writes who they are. The answer is the same whoever has the address."""
    now = timezone.now()
    page = queries.public_invitations().filter(pk=day_id).first() if day_id < BIGGEST_ID else None
    if page is None or not page.takes_others:
        raise Http404
    day = queries.day_of(page)
    context: dict[str, Any] = {"day": page, "now": now, "places": queries.seats_of(day)}
    context["sign_in"] = redirect_to_login(page.sign_up_path).url
    context["is_open"] = day.is_open(now) and day.takes_others and not day.is_past(now)
    if request.method != "POST":
        return plain(request, "apply", context | {"form": ApplyForm(now=now)})
    if is_from_elsewhere(request):
        raise PermissionDenied
    form = ApplyForm(request.POST, now=now)
    if form.is_filled_by_machine:
        return redirect("invitations:asked")
    if not form.is_valid():
        return plain(request, "apply", context | {"form": form}, UNPROCESSABLE)
    try:
        other = form.other((get_language() or "")[:2])
        visiting.apply(invitation=page, other=other, ip=client_ip(request), now=now)
    except NetworkError as error:
        form.add_error(None, str(error))
        return plain(request, "apply", context | {"form": form}, error.status)
    return redirect("invitations:asked")


@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return plain(request, "asked", {})


@csrf_exempt  # the token is the authority; without a referrer, browsers do not say where a form came from
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what was typed, the day's own questions and a button; POST signs up."""
    now = timezone.now()
    try:
        found = visiting.application_of(token, now)
    except visiting.LinkError as error:
        return shown(request, "dead_application", {}, error.status)
    if found.registration:
        return to_own(request, found.registration)
    day = found.invitation
    page = queries.spoken(day, (get_language() or "")[:2])
    sent = request.POST if request.method == "POST" else None
    form = ConfirmForm(sent, asked=asked_at(day, page))
    context = {"application": found, "day": page, "form": form, "places": queries.seats_of(day)}
    context |= {"now": now, "is_open": day.is_open(now) and day.takes_others and day.live}
    if request.method != "POST" or not form.is_valid():
        return shown(request, "confirm", context, UNPROCESSABLE if form.errors else 200)
    try:
        done = visiting.confirm(
            token=token, now=now, is_on_list=form.cleaned_data["is_on_list"], said=form.said()
        )
    except visiting.LinkError as error:
        return shown(request, "dead_application", {}, error.status)
    except NetworkError as error:
        form.add_error(None, str(error))
        return shown(request, "confirm", context, error.status)
    return to_own(request, done.registration)


def plain(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page with no secret in its address; its form says where it comes from, so it sends a referrer."""
    response = render(request, f"cms/invitations/{name}.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def to_own(request: HttpRequest, own: Registration) -> HttpResponse:
    """One's own page: behind a link of its own, or for a member behind signing in."""
    if own.member_id:
        page = queries.spoken(own.invitation, (get_language() or "")[:2])
        return shown(request, "signed_up_member", {"day": page, "own": own})
    if not own.email_key:
        return shown(request, "dead_application", {}, 404)
    return private(redirect(reverse("invitations:guest", args=[make_token(GUEST, own)])))


def shown(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return private(render(request, f"cms/invitations/{name}.html", context, status=status))
