"""Leaving from »Min side«: saying goodbye with one press and coming back with another, and being erased."""

from allauth.account.internal.flows.logout import logout
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.errors import UNPROCESSABLE
from cms.holdings.registry import Kept, receipt
from cms.members import leaving

from . import queries
from .own_views import member_or_404
from .recent import is_recent, recently_signed_in

private = cache_control(private=True, no_store=True)


class SureForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Erase me, and all that goes with it. I know that it cannot be undone."),
        error_messages={"required": _("Tick the box if you are sure.")},
    )


@require_POST
@login_required
def leave(request: HttpRequest) -> HttpResponse:
    leaving.say_goodbye(member=member_or_404(request), now=timezone.now())
    return redirect("my_page")


@require_POST
@login_required
def stay(request: HttpRequest) -> HttpResponse:
    leaving.come_back(member=member_or_404(request), now=timezone.now())
    return redirect("my_page")


@require_http_methods(["GET", "HEAD", "POST"])
@private
@login_required
def erase_me(request: HttpRequest) -> HttpResponse:
    """GET says what goes and what stays; POST erases, if it is ticked and one has just signed in."""
    if request.method == "POST":
        return erase_now(request)
    return asked(request, SureForm())


@recently_signed_in("my_end")
def erase_now(request: HttpRequest) -> HttpResponse:
    member, form = member_or_404(request), SureForm(request.POST)
    if not form.is_valid():
        return asked(request, form, UNPROCESSABLE)
    leaving.erase(member=member, now=timezone.now(), farewell=True)
    logout(request, show_message=False)
    return redirect("my_farewell")


def asked(request: HttpRequest, form: SureForm, status: int = 200) -> HttpResponse:
    member = member_or_404(request)
    kept = receipt(queries.person_of(request.user), most=1)
    context = {
        "member": member,
        "form": form,
        "goes": [one.holding for one in kept if one.rows and not one.holding.stays],
        "stays": [one.holding for one in kept if one.holding.stays and is_there(one)],
        "is_editor": queries.is_editor(request.user),
        "is_recent": is_recent(request),
        "minutes": settings.RECENT_MINUTES,
        "days": leaving.GONE_AFTER.days,
    }
    return render(request, "cms/accounts/erase_me.html", context, status=status)


def is_there(kept: Kept) -> bool:
    """Whether there is something of it to stay, or erasing makes it."""
    return bool(kept.rows) or kept.holding.is_mark


@never_cache
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/accounts/erased.html")
