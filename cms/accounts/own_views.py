"""»Min side«: who I am, what I get, my language, where I am signed in. Nobody sees anybody else's."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.internal.flows import sessions as session_flows
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from cms.members import presence
from cms.members.actions import give_consent, withdraw_consent
from cms.members.leaving import GONE_AFTER
from cms.members.models import Member
from cms.members.queries import standing_consents
from cms.series.models import Series, Wording
from cms.series.queries import shown_wordings

from . import queries
from .browsers import name_of
from .forms import LanguageForm, YesForm


@dataclass(frozen=True)
class Subscription:
    """A series as its reader sees it: since when they get it, or the words to say yes to."""

    series: Series
    since: dt.datetime | None
    wording: Wording | None


@require_GET
@cache_control(private=True, no_store=True)
@login_required
def own(request: HttpRequest) -> HttpResponse:
    member = queries.member_of(request.user)
    return render(
        request,
        "cms/accounts/own.html",
        {
            "member": member,
            "erased_at": member.left_at + GONE_AFTER if member and member.left_at else None,
            "gone_after": GONE_AFTER.days,
            "subscriptions": subscriptions(member) if member and not member.left_at else [],
            "language_form": LanguageForm(instance=member) if member else None,
            "keys": queries.keys_of(request.user),
            "sessions": sessions(request),
            "is_editor": queries.is_editor(request.user),
        },
    )


def subscriptions(member: Member) -> list[Subscription]:
    """Each series that the member gets, or that can be said yes to."""
    since = {consent.series_id: consent.given_at for consent in standing_consents(member)}
    asked = {wording.series_id: wording for wording in shown_wordings(get_language() or "")}
    found = []
    for series in Series.objects.all():
        if series.pk in since:
            found.append(Subscription(series, since[series.pk], None))
        elif series.pk in asked:
            found.append(Subscription(series, None, asked[series.pk]))
    return found


def sessions(request: HttpRequest) -> list[dict[str, Any]]:
    """{pk, browser, since, is_this} for each place where this person is signed in, the newest first."""
    found = UserSession.objects.purge_and_list(request.user)
    return [
        {
            "pk": one.pk,
            "browser": name_of(one.user_agent),
            "since": one.created_at,
            "is_this": one.is_current(),
        }
        for one in sorted(found, key=lambda one: one.created_at, reverse=True)
    ]


def member_or_404(request: HttpRequest) -> Member:
    member = queries.member_of(request.user)
    if member is None:
        raise Http404
    return member


def changing(request: HttpRequest) -> Member:
    """The member who is about to change something, and so is here. Who said goodbye comes back first."""
    member = member_or_404(request)
    if member.left_at:
        raise Http404
    presence.see(address=member.email_key, now=timezone.now())
    return member


@require_POST
@login_required
def change_series(request: HttpRequest, series_id: int) -> HttpResponse:
    """Say yes to a series, or no more."""
    member, now = changing(request), timezone.now()
    series = get_object_or_404(Series, pk=series_id)
    if "no" in request.POST:
        withdraw_consent(member=member, series=series, now=now)
        return redirect("my_page")
    form = YesForm(request.POST, series=series, language=get_language() or "")
    if not series.is_open:
        messages.error(request, _("This series takes no new readers."))
    elif form.is_valid():
        give_consent(member=member, series=series, wording=form.cleaned_data["wording"], now=now)
    else:
        for words in (word for errors in form.errors.values() for word in errors):
            messages.error(request, words)
    return redirect("my_page")


@require_POST
@login_required
def change_language(request: HttpRequest) -> HttpResponse:
    form = LanguageForm(request.POST, instance=changing(request))
    if form.is_valid():
        form.instance.save(update_fields=["language"])
    return redirect("my_page")


@require_POST
@login_required
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one session, or all but this one."""
    own_ones = UserSession.objects.filter(user=request.user)
    if "all" in request.POST:
        session_flows.end_other_sessions(request, request.user)
    elif request.POST.get("session", "").isascii() and request.POST["session"].isdigit():
        session_flows.end_sessions(request, own_ones.filter(pk=int(request.POST["session"][:18])))
    return redirect("my_page")
