"""The two addresses below an invitation where a person signs up, and sees and changes their seat.

For members who are signed in; whoever is not is sent to sign in and comes back.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from wagtail.contrib.routable_page.models import path

from cms.accounts.queries import member_of
from cms.content.calendars import MEDIA_TYPE
from cms.content.models import NetworkSettings
from cms.errors import UNPROCESSABLE, NetworkError
from cms.members.models import Member

from . import actions, passing, queries, replying, sheets
from .asked import asked_at, in_words
from .calendar import calendar_file
from .entrance import entrance_svg
from .forms import OwnForm, SignUpForm
from .models import Registration
from .tokens import HANDOVER, PASS, make_token

Deed = Callable[..., Any]
# What a button on one's own page says → what is done.
DEEDS: dict[str, Deed] = {
    "cancel": actions.cancel,
    "accept": actions.accept,
    "decline": actions.decline,
    "alone": actions.come_alone,
}
GUEST_DEEDS: dict[str, Deed] = {"renew": passing.renew_pass, "drop": actions.cancel}


class SeatRoutes:
    """Mixed into the invitation's page."""

    @path("tilmeld/", name="sign_up")
    def sign_up(self, request: HttpRequest) -> HttpResponse:
        """GET shows what one signs up for, and a button; POST signs up."""
        member = signed_in_member(request)
        if isinstance(member, HttpResponse):
            return to_apply(self) if self.takes_others else member
        day, now = queries.day_of(self), timezone.now()
        if queries.standing_registration(day, member):
            return to_own(self, request)
        sent = request.POST if request.method == "POST" else None
        form = SignUpForm(sent, day=day, asked=asked_at(day, self))
        context = {"form": form, "member": member}
        if request.method != "POST" or not form.is_valid():
            return self.shown(
                request, "sign_up", day, context, UNPROCESSABLE if form.errors else 200
            )
        try:
            actions.register(invitation=day, member=member, now=now, **form.choices())
        except NetworkError as error:
            form.add_error(None, str(error))
            return self.shown(request, "sign_up", day, context, error.status)
        return to_own(self, request)

    @path("tilmelding/", name="own_seat")
    def own_seat(self, request: HttpRequest) -> HttpResponse:
        """GET shows one's own seat, or place in the line; POST changes it."""
        member = signed_in_member(request)
        if isinstance(member, HttpResponse):
            return member
        day = queries.day_of(self)
        own = queries.standing_registration(day, member)
        if own is None:
            return self.shown(request, "own_seat", day, {"own": None})
        if request.POST.get("deed") == "answers":
            return self.change_answers(request, day, own)
        deed, seat = asked_of(request, own)
        if deed is None or seat is None:
            return self.shown(request, "own_seat", day, own_context(own, self))
        try:
            deed(registration=seat, now=timezone.now())
        except NetworkError as error:
            own.refresh_from_db()
            context = own_context(own, self) | {"error": str(error)}
            return self.shown(request, "own_seat", day, context, error.status)
        return to_own(self, request)

    def change_answers(self, request: HttpRequest, day: Any, own: Registration) -> HttpResponse:
        form = own_form(own, self, request.POST)
        context = own_context(own, self) | {"form": form}
        if not form.is_valid():
            return self.shown(request, "own_seat", day, context, UNPROCESSABLE)
        try:
            actions.change(registration=own, now=timezone.now(), **form.changes())
        except NetworkError as error:
            context["error"] = str(error)
            return self.shown(request, "own_seat", day, context, error.status)
        return to_own(self, request)

    @path("tilmelding/bevis/", name="own_certificate")
    def own_certificate(self, request: HttpRequest) -> HttpResponse:
        """The certificate of attendance of whoever came, when the day is over."""
        member = signed_in_member(request)
        if isinstance(member, HttpResponse):
            return member
        day = queries.day_of(self)
        own = queries.standing_registration(day, member)
        if own is None or not own.checked_in_at or not day.is_past(timezone.now()):
            raise Http404
        network = NetworkSettings.for_request(request).network_name
        name = f"{gettext('certificate')}-{day.slug}.pdf"
        return pdf(sheets.certificate(own, day=day, network=network), name)

    def shown(
        self, request: HttpRequest, name: str, day: Any, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        whole = super().get_context(request) | common(day) | context  # type: ignore[misc]
        response = render(request, f"cms/invitations/{name}.html", whole, status=status)
        return private(response)


def common(day: Any) -> dict[str, Any]:
    now = timezone.now()
    return {
        "now": now,
        "places": queries.seats_of(day),
        "is_open": day.is_open(now) and day.takes_members and not day.is_past(now),
        "has_begun": day.starts_at <= now,
    }


def asked_of(request: HttpRequest, own: Registration) -> tuple[Deed | None, Registration | None]:
    """What the button that was pressed does, and to which seat: one's own, or one of one's own guests'."""
    name = request.POST.get("deed", "") if request.method == "POST" else ""
    if name in GUEST_DEEDS:
        by_code = {guest.code: guest for guest in own.standing_guests}
        return GUEST_DEEDS[name], by_code.get(request.POST.get("guest", ""))
    return DEEDS.get(name), own


def own_form(own: Registration, page: Any, sent: Any = None) -> OwnForm:
    """What was answered, to be changed; in the words of the page that is read."""
    return OwnForm(
        sent, own=own, asked=asked_at(own.invitation, page), before=replying.said_at(own)
    )


def own_context(own: Registration, page: Any) -> dict[str, Any]:
    is_seated, now = own.state == Registration.State.SEATED, timezone.now()
    place = queries.place_in_line(own) if own.state == Registration.State.WAITING else None
    guests = [
        {"seat": guest, "pass_url": absolute("invitations:pass", PASS, guest)}
        for guest in own.standing_guests
    ]
    handover = absolute("invitations:handover", HANDOVER, own) if is_seated else ""
    is_over = own.invitation.is_past(now)
    return {
        "own": own,
        "place": place,
        "guests": guests,
        "handover_url": handover,
        "is_over": is_over,
        "form": own_form(own, page),
        "can_change": own.invitation.is_open(now),
        "answers": [(one.label, in_words(one.value)) for one in own.answers.all()],
        "materials": queries.materials_of(own, now),
        "entrance": entrance_svg(own, gettext("Your code for the door"))
        if is_seated and not is_over
        else "",
    }


def absolute(name: str, purpose: str, registration: Registration) -> str:
    """The whole address of a link that a person passes on."""
    return settings.SITE_URL + reverse(name, args=[make_token(purpose, registration)])


def signed_in_member(request: HttpRequest) -> Member | HttpResponse:
    """The member, or the answer for whoever is none: sign in, or a page that says how to become one."""
    if not request.user.is_authenticated:
        return private(redirect_to_login(request.get_full_path()))
    member = member_of(request.user)
    if member is None:
        return private(render(request, "cms/invitations/members_only.html", status=403))
    return member


def to_apply(page: Any) -> HttpResponse:
    """Where those who are no members sign up. It leads members to sign in."""
    return private(redirect("invitations:apply", page.pk))


def to_own(page: Any, request: HttpRequest) -> HttpResponse:
    return private(redirect(page.get_url(request) + page.reverse_subpage("own_seat")))


def pdf(content: bytes, name: str) -> HttpResponse:
    """A paper for one person or editor, which no cache on the way keeps."""
    response = HttpResponse(content, content_type="application/pdf")
    header = content_disposition_header(False, name)
    if header:
        response["Content-Disposition"] = header
    return private(response)


def calendar_response(invitations: Any, *, name: str, filename: str) -> HttpResponse:
    response = HttpResponse(calendar_file(invitations, name=name), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{filename}.ics")
    return response


def private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response
