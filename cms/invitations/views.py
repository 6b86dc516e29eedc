"""The doors behind links that are each one person's.

GET shows a page with a button and changes nothing, so that a scanner which opens every link uses no pass. To
every link that does not work the answer is the same.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.accounts.queries import member_of
from cms.content.models import NetworkSettings
from cms.errors import UNPROCESSABLE, NetworkError
from cms.members.views import private

from . import actions, passing, queries, sheets
from .asked import asked_at, in_words
from .entrance import entrance_svg
from .forms import GuestForm
from .models import Registration
from .routes import own_form, pdf
from .tokens import GUEST, make_token

Deed = Callable[..., Registration]
# What a button about an offer says → what is done.
OFFER: dict[str, Deed] = {"accept": actions.accept, "decline": actions.decline}


@csrf_exempt  # the token is the authority; without a referrer, browsers do not say where a form came from
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use_pass(request: HttpRequest, token: str) -> HttpResponse:
    """A colleague writes who they are and takes the seat that a member has for them."""
    now = timezone.now()
    try:
        seat = passing.pass_of(token, now)
    except passing.LinkError as error:
        return dead(request, error)
    day = seat.invitation
    page = queries.spoken(day, (get_language() or "")[:2])
    sent = request.POST if request.method == "POST" else None
    form = GuestForm(sent, asked=asked_at(day, page))
    context = {"seat": seat, "day": page, "form": form}
    if request.method != "POST" or not form.is_valid():
        status = UNPROCESSABLE if form.errors else 200
        return shown(request, "pass", context, status)
    try:
        guest = form.guest((get_language() or "")[:2])
        taken = passing.use_pass(token=token, guest=guest, now=now)
    except passing.LinkError as error:
        return dead(request, error)
    except NetworkError as error:
        form.add_error(None, str(error))
        return shown(request, "pass", context, error.status)
    return private(redirect("invitations:guest", make_token(GUEST, taken)))


@csrf_exempt  # as above
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """The own page of a guest, or of another who is no member: the seat, what was answered, and buttons."""
    now = timezone.now()
    try:
        seat = passing.guest_of(token, now)
        if request.POST.get("deed") == "answers":
            return change(request, token, seat, now)
        deed = deed_of(request, seat)
        if deed:
            deed(registration=seat, now=now)
            return private(redirect("invitations:guest", token))
    except passing.LinkError as error:
        return dead(request, error)
    except NetworkError as error:
        seat.refresh_from_db()
        context = guest_context(seat, now) | {"error": str(error)}
        return shown(request, "guest", context, error.status)
    return shown(request, "guest", guest_context(seat, now))


def deed_of(request: HttpRequest, seat: Registration) -> Deed | None:
    """What the button does. Whoever came as a guest leaves it to the member to answer for both."""
    if "cancel" in request.POST:
        return actions.cancel
    return None if seat.host_id else OFFER.get(request.POST.get("deed", ""))


def change(request: HttpRequest, token: str, seat: Registration, now: dt.datetime) -> HttpResponse:
    form = own_form(seat, queries.spoken(seat.invitation, (get_language() or "")[:2]), request.POST)
    if not form.is_valid():
        return shown(request, "guest", guest_context(seat, now) | {"form": form}, UNPROCESSABLE)
    actions.change(registration=seat, now=now, **form.changes())
    return private(redirect("invitations:guest", token))


@never_cache
@require_http_methods(["GET", "HEAD"])
def guest_certificate(request: HttpRequest, token: str) -> HttpResponse:
    """The certificate of attendance of whoever came, until their name is deleted."""
    now = timezone.now()
    try:
        seat = passing.guest_of(token, now)
    except passing.LinkError as error:
        return dead(request, error)
    if not seat.checked_in_at or not seat.invitation.is_past(now):
        raise Http404
    network = NetworkSettings.for_request(request).network_name
    name = f"{gettext('certificate')}-{seat.invitation.slug}.pdf"
    return pdf(sheets.certificate(seat, day=seat.invitation, network=network), name)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, token: str) -> HttpResponse:
    """A colleague of the same organisation takes a member's seat."""
    member = member_of(request.user)
    if member is None:
        return private(render(request, "cms/invitations/members_only.html", status=403))
    try:
        seat = passing.handover_of(token)
        if request.method == "POST":
            passing.hand_over(token=token, member=member, now=timezone.now())
            return private(redirect(seat.invitation.own_path))
    except passing.LinkError as error:
        return dead(request, error)
    except NetworkError as error:
        context = {"seat": seat, "day": seat.invitation, "error": str(error)}
        return shown(request, "take_over", context, error.status)
    return shown(request, "take_over", {"seat": seat, "day": seat.invitation})


@never_cache
@require_http_methods(["GET", "HEAD"])
def arrival(request: HttpRequest, code: str) -> HttpResponse:
    """Behind a person's QR code: an editor comes to their check-in, all others read what it is for.

    The answer does not say whether there is such a code.
    """
    if request.user.has_perm("cms.manage_registration"):
        found = Registration.objects.filter(code=code.replace("\x00", "")).first()
        if found is None:
            raise Http404
        return private(redirect("days:check_in_person", found.invitation_id, found.code))
    return shown(request, "arrival", {})


def guest_context(seat: Registration, now: dt.datetime) -> dict[str, Any]:
    is_seated, is_over = seat.state == Registration.State.SEATED, seat.invitation.is_past(now)
    page = queries.spoken(seat.invitation, (get_language() or "")[:2])
    waits = seat.state == Registration.State.WAITING and not seat.host_id
    return {
        "seat": seat,
        "day": page,
        "token": make_token(GUEST, seat),
        "form": own_form(seat, page),
        "can_change": seat.invitation.is_open(now),
        "answers": [(one.label, in_words(one.value)) for one in seat.answers.all()],
        "place": queries.place_in_line(seat) if waits else None,
        "is_over": is_over,
        "has_begun": seat.invitation.starts_at <= now,
        "entrance": entrance_svg(seat, gettext("Your code for the door"))
        if is_seated and not is_over
        else "",
    }


def dead(request: HttpRequest, error: passing.LinkError) -> HttpResponse:
    return shown(request, "dead_link", {"front": reverse("members:join")}, error.status)


def shown(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return private(render(request, f"cms/invitations/{name}.html", context, status=status))
