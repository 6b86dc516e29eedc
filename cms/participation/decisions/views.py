"""The doors for members: the season's decision, a proposal, a vote, and whether they go on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.accounts.own_views import changing
from cms.directory.views import for_members
from cms.errors import NetworkError
from cms.members import resting
from cms.members.leaving import GONE_AFTER
from cms.members.models import Member

from . import actions, queries
from .forms import BallotForm, ProposalForm, RenewalForm
from .models import Decision, Step

UNPROCESSABLE = 422


@require_safe
@for_members
def season(request: HttpRequest, *, me: Member) -> HttpResponse:
    decision = queries.current_decision(timezone.now())
    return shown(request, decision, me)


def shown(
    request: HttpRequest,
    decision: Decision | None,
    me: Member,
    form: ProposalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Where the decision stands, and what a member can do about it now."""
    now = timezone.now()
    context: dict[str, Any] = {"decision": decision, "me": me}
    if decision:
        ballot = queries.own_ballot(decision, me)
        context |= {
            "step": decision.step(now),
            "steps": Step,
            "now": now,
            "options": queries.options_of(decision),
            "is_votable": queries.is_votable(decision, now),
            "chosen": ballot.option_id if ballot else None,
            "turnout": queries.turnout(decision),
            "proposals": queries.page_of(queries.proposals_of(decision), request.GET.get("page")),
            "form": form or ProposalForm(),
            "most": actions.MOST_PROPOSALS,
            "asks": decision.asks(now),
        }
    return render(request, "cms/participation/decisions/season.html", context, status=status)


@require_POST
@never_cache
@login_required
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    me, decision, form = changing(request), decision_or_404(pk), ProposalForm(request.POST)
    if not form.is_valid():
        return shown(request, decision, me, form, UNPROCESSABLE)
    try:
        actions.propose(decision=decision, member=me, now=timezone.now(), **form.cleaned_data)
    except NetworkError as error:
        form.add_error(None, str(error))
        return shown(request, decision, me, form, error.status)
    messages.success(request, _("Your proposal is on the list."))
    return redirect("decisions:season")


@require_POST
@never_cache
@login_required
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    me = changing(request)
    proposal = queries.own_proposal(code, me)
    if proposal is None:
        raise Http404
    try:
        actions.take_back(proposal=proposal, now=timezone.now())
        messages.success(request, _("Your proposal is deleted."))
    except NetworkError as error:
        messages.error(request, str(error))
    return redirect("decisions:season")


@require_POST
@never_cache
@login_required
def cast(request: HttpRequest, pk: int) -> HttpResponse:
    me, decision, form = changing(request), decision_or_404(pk), BallotForm(request.POST)
    try:
        if not form.is_valid():
            raise actions.NoOptionError(_("Choose one of the options."))
        option = form.cleaned_data["option"]
        actions.cast(decision=decision, member=me, option=option, now=timezone.now())
    except NetworkError as error:
        messages.error(request, str(error))
        return shown(request, decision, me, status=error.status)
    messages.success(request, _("Your vote counts. You can change it until the vote closes."))
    return redirect("decisions:season")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def renew(request: HttpRequest, *, me: Member) -> HttpResponse:
    """»Will you go on?« on one's own pages. GET asks, POST answers with one press."""
    decision = queries.asking_decision(timezone.now())
    return answered(request, decision, me, "cms/participation/decisions/renew.html")


@require_POST
@login_required
def wake(request: HttpRequest) -> HttpResponse:
    """Rest no more."""
    resting.wake(member=changing(request), now=timezone.now())
    return redirect("my_page")


def answered(
    request: HttpRequest, decision: Decision | None, me: Member | None, template: str
) -> HttpResponse:
    """The question, or the answer that was just given; nothing is changed by an answer that cannot be."""
    context: dict[str, Any] = {"decision": decision, "days": GONE_AFTER.days}
    status = 200
    if decision and me:
        context["rests_until"] = actions.rests_until(decision)
        form = RenewalForm(request.POST)
        if request.method == "POST":
            try:
                if not form.is_valid():
                    raise actions.NoOptionError(" ".join(map(str, form.errors["choice"])))
                choice = form.cleaned_data["choice"]
                actions.answer(decision=decision, member=me, choice=choice, now=timezone.now())
                context["was_answered"] = True
            except NetworkError as error:
                context["fault"], status = str(error), error.status
        context["renewal"] = queries.own_renewal(decision, me)
        context["has_left"] = Member.objects.filter(pk=me.pk, left_at__isnull=False).exists()
    return render(request, template, context, status=status)


def decision_or_404(pk: int) -> Decision:
    found = queries.decision_called(pk)
    if found is None:
        raise Http404
    return found
