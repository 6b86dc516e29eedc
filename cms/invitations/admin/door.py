"""Check-in at the door, made for one hand: names by their first letters, one big button for each person."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.content.dates import clock
from cms.errors import NetworkError

from .. import attending, roster
from ..forms import VisitorForm
from ..models import Registration, SeatEvent, make_code
from ..roster import Shown
from .day import DayView
from .finding import MOST_MEMBERS, members_called
from .seats import SignUpMemberForm

State, What = Registration.State, SeatEvent.What
MOST_SHOWN, LATEST = 60, 5
Deed = Callable[..., Registration]
# What a button says → what is done.
DEEDS: dict[str, Deed] = {
    "check_in": attending.check_in,
    "undo": attending.undo_check_in,
    "let_in": attending.let_in,
}


class DoorView(DayView):
    page_title = gettext_lazy("Check-in")
    here = gettext_lazy("Check-in")

    def get_context_data(self, **kwargs: Any) -> dict:
        rows = roster.roster(self.day)
        numbers = roster.numbers(self.day, rows)
        return super().get_context_data(
            rows=rows,
            numbers=numbers,
            is_the_day=attending.is_the_day(self.day, self.now),
            opens_at=self.day.starts_at - attending.OPENS_BEFORE,
            is_too_early=self.now < self.day.starts_at - attending.OPENS_BEFORE,
            **kwargs,
        )

    def done(self, own: Registration, was_here: bool) -> HttpResponse:
        messages.success(self.request, said_of(own, was_here))
        return redirect(self.url("check_in"))


class CheckInView(DoorView):
    """Those who have not come yet, or those whom the typed letters fit. POST checks in, or takes it back."""

    template_name = "cms/invitations/admin/check_in.html"

    def get_context_data(self, **kwargs: Any) -> dict:
        context = super().get_context_data(**kwargs)
        rows = context.pop("rows")
        typed = self.request.GET.get("q", "")[: roster.MOST_TYPED]
        to_come = Shown.STANDING if typed.strip() else Shown.MISSING
        found = roster.by_name(roster.searched(roster.narrowed(rows, to_come), typed))
        came = sorted(roster.narrowed(rows, Shown.CAME), key=lambda row: row.came_at, reverse=True)
        latest = [] if typed.strip() else came[:LATEST]
        shown = found[:MOST_SHOWN]
        people = roster.registrations_of([*latest, *shown])
        return context | {
            "typed": typed.strip(),
            "latest": [standing_at(own) for own in people[: len(latest)]],
            "people": [standing_at(own) for own in people[len(latest) :]],
            "more": len(found) - len(shown),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return decide(self, request.POST.get("code", ""))


class PersonCheckInView(DoorView):
    """The page behind a person's QR code."""

    template_name = "cms/invitations/admin/check_in_person.html"

    def get_context_data(self, **kwargs: Any) -> dict:
        own = self.registration(self.kwargs["code"])
        party = [
            one for one in roster.whole().filter(host=own.host_id or own.pk) if one.pk != own.pk
        ]
        if own.host and own.host.state != State.CANCELLED:
            party.insert(0, self.registration(own.host.code))
        others = [standing_at(one) for one in party if one.state != State.CANCELLED]
        return super().get_context_data(person=standing_at(own), others=others, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return decide(self, request.POST.get("code", kwargs["code"]))


def decide(view: DoorView, code: str) -> HttpResponse:
    own, deed = view.registration(code), DEEDS.get(view.request.POST.get("deed", ""))
    if deed is None:
        return redirect(view.url("check_in_person", own.code))
    was_here = bool(own.checked_in_at)
    try:
        own = deed(registration=own, now=view.now, by=view.request.user)
    except NetworkError as error:
        context = view.get_context_data(fault=str(error))
        return view.render_to_response(context, status=error.status)
    return view.done(own, was_here)


class WalkInView(DoorView):
    """Somebody who is not on the list: a member, who is searched for, or a stranger, who is written down."""

    template_name = "cms/invitations/admin/walk_in.html"
    page_title = gettext_lazy("Let somebody in")
    here = gettext_lazy("Let somebody in")

    def get_breadcrumbs_items(self) -> list[dict]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": self.url("check_in"), "label": _("Check-in")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict:
        typed = self.request.GET.get("q", "")[: roster.MOST_TYPED].replace("\x00", " ").strip()
        members = members_called(typed)
        kwargs.setdefault("form", VisitorForm(initial={"code": make_code()}))
        context = super().get_context_data(
            typed=typed, members=members, is_cut=len(members) == MOST_MEMBERS, **kwargs
        )
        context.pop("rows")
        return context

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "member" in request.POST:
            return self.let_member_in(request)
        form = VisitorForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return self.let_in(form.visitor(), form.cleaned_data["code"], form)

    def let_member_in(self, request: HttpRequest) -> HttpResponse:
        form = SignUpMemberForm(request.POST)
        if not form.is_valid():
            faults = " ".join(fault for each in form.errors.values() for fault in each)
            return self.render_to_response(self.get_context_data(fault=faults), status=422)
        return self.let_in(form.cleaned_data["member"], make_code(), None)

    def let_in(self, person: Any, code: str, form: VisitorForm | None) -> HttpResponse:
        more = {"form": form} if form else {}
        try:
            own = attending.walk_in(
                invitation=self.day, person=person, code=code, now=self.now, by=self.request.user
            )
        except NetworkError as error:
            context = self.get_context_data(fault=str(error), **more)
            return self.render_to_response(context, status=error.status)
        return self.done(own, was_here=False)


def standing_at(own: Registration) -> dict[str, Any]:
    """One person with who let them in, and whether they may be let in now."""
    arrivals = [one for one in own.events.all() if one.what in (What.CHECKED_IN, What.WALKED_IN)]
    by = arrivals[-1].by if arrivals and own.checked_in_at else None
    return {
        "own": own,
        "by": (by.first_name or by.email) if by else "",
        "can_be_let_in": own.state in (State.WAITING, State.OFFERED),
    }


def said_of(own: Registration, was_here: bool) -> str:
    words = {"name": own.name or _("The guest")}
    if own.checked_in_at is None:
        return _("%(name)s is not here after all.") % words
    if was_here:
        words["time"] = clock(own.checked_in_at)
        return _("%(name)s was here already, since %(time)s.") % words
    return _("%(name)s is here.") % words
