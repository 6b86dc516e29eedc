"""What an editor does with seats: sign up, cancel, offer what is free. Each is said in words first."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from cms.errors import NetworkError
from cms.members.models import Member

from .. import actions, queries, roster
from ..models import Registration
from .day import DayView
from .finding import MOST_MEMBERS, members_called

State = Registration.State


class SignUpMemberForm(forms.Form):
    member = forms.ModelChoiceField(
        Member.objects.all(),
        error_messages={
            "required": gettext_lazy("Choose a member."),
            "invalid_choice": gettext_lazy("This member is gone. Choose another."),
        },
    )
    guests = forms.IntegerField(min_value=0, max_value=5, required=False)


class SignUpView(DayView):
    """GET finds members, POST signs one up. An editor can do it after the deadline too."""

    template_name = "cms/invitations/admin/sign_up.html"
    page_title = gettext_lazy("Sign a member up")
    here = gettext_lazy("Sign a member up")

    def get_context_data(self, **kwargs: Any) -> dict:
        typed = self.request.GET.get("q", "")[: roster.MOST_TYPED].replace("\x00", " ")
        found = members_called(typed)
        signed_up = self.day.registrations.standing().filter(member__in=found)
        seats = queries.seats_of(self.day)
        return super().get_context_data(
            typed=typed.strip(),
            found=found,
            is_cut=len(found) == MOST_MEMBERS,
            signed_up=set(signed_up.values_list("member", flat=True)),
            guests=range(self.day.guests_allowed + 1) if self.day.guests_allowed else (),
            seats=seats,
            in_line=seats.left == 0,
            next_place=seats.waiting + 1,
            is_over=self.day.is_past(self.now),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SignUpMemberForm(request.POST)
        try:
            if not form.is_valid():
                raise ValidationError(
                    [fault for faults in form.errors.values() for fault in faults]
                )
            own = actions.register(
                invitation=self.day,
                member=form.cleaned_data["member"],
                guests=form.cleaned_data["guests"] or 0,
                now=self.now,
                by=request.user,
            )
        except (ValidationError, NetworkError) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            return self.render_to_response(self.get_context_data(fault=words), status=422)
        messages.success(request, said_of(own))
        return redirect(self.url("participants"))


def said_of(own: Registration) -> str:
    words = {"name": own.name}
    if own.state == State.SEATED:
        return _("%(name)s has a seat.") % words
    if own.state == State.OFFERED:
        return _("%(name)s is offered a seat.") % words
    return _("%(name)s is on the waiting list.") % words


class CancelView(DayView):
    """GET says what will happen and who is written to; only POST does it."""

    template_name = "cms/invitations/admin/cancel.html"
    page_title = gettext_lazy("Cancel a registration")
    here = gettext_lazy("Cancel a registration")

    def get_context_data(self, **kwargs: Any) -> dict:
        own = self.registration(self.kwargs["code"])
        line = self.day.registrations.waiting().hosts()
        return super().get_context_data(
            own=own,
            letters=[one.name for one in own.party if one.person],
            asks_next=self.day.starts_at > self.now and line.exclude(pk=own.pk).exists(),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        own = self.registration(kwargs["code"])
        actions.cancel(registration=own, now=self.now, by=request.user)
        messages.success(request, _("The registration is cancelled."))
        return redirect(self.url("participants"))


class OfferView(DayView):
    """Offer the seats that are free to those whose turn it is."""

    template_name = "cms/invitations/admin/offer.html"
    page_title = gettext_lazy("Offer free seats")
    here = gettext_lazy("Offer free seats")

    def get_context_data(self, **kwargs: Any) -> dict:
        counted = roster.numbers(self.day, roster.roster(self.day))
        has_begun = self.day.starts_at <= self.now
        return super().get_context_data(numbers=counted, has_begun=has_begun, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        done = actions.fill(invitation=self.day, now=self.now, by=request.user)
        count = len(done.offered)
        if not count:
            messages.info(
                request, _("No seat is free for those who wait, so nobody was written to.")
            )
        else:
            words = ngettext(
                "%(count)s person was offered a seat, and a letter is on its way.",
                "%(count)s people were offered a seat, and letters are on their way.",
                count,
            )
            messages.success(request, words % {"count": count})
        return redirect(self.url("participants"))
