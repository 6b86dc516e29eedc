"""The doors for members: the list, one wish, one's own, writing, voting."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.accounts.own_views import changing
from cms.directory.views import for_members
from cms.errors import NetworkError
from cms.members.models import Member

from . import actions, queries
from .forms import FindForm, WishForm
from .models import Wish

UNPROCESSABLE = 422
LONGEST_QUERY = 300


@require_safe
@for_members
def wishes(request: HttpRequest, *, me: Member) -> HttpResponse:
    form = FindForm(request.GET)
    found = queries.narrowed(Wish.objects.open_to_members(), form.wanted())
    context = {
        "form": form,
        "wishes": queries.page_of(found, request.GET.get("page"), me),
        "query": request.GET.urlencode()[:LONGEST_QUERY],
    }
    return render(request, "cms/participation/wishes/wishes.html", context)


@require_safe
@for_members
def own(request: HttpRequest, *, me: Member) -> HttpResponse:
    context = {"wishes": queries.own_wishes(me), "most": actions.MOST_OPEN}
    return render(request, "cms/participation/wishes/own.html", context)


@require_safe
@for_members
def wish(request: HttpRequest, code: str, *, me: Member) -> HttpResponse:
    """One wish. What was merged leads to what it became."""
    found = wish_or_404(code, me)
    if found.merged_into:
        return redirect("wishes:wish", found.merged_into.code)
    context = {
        "wish": found,
        "is_mine": found.author_id == me.pk,
        "may_change": queries.may_change(found, me),
        "may_withdraw": queries.may_withdraw(found, me),
        "others_want_it": found.author_id == me.pk and queries.is_wanted_by_others(found),
    }
    return render(request, "cms/participation/wishes/wish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def write(request: HttpRequest, *, me: Member) -> HttpResponse:
    form = WishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            words, press = form.words(), form.cleaned_data["press"]
            made = actions.write(member=me, words=words, press=press, now=timezone.now())
            messages.success(request, said_of(made))
            return redirect("wishes:wish", made.code)
        except NetworkError as error:
            return written(request, form, str(error), error.status)
    return written(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def change(request: HttpRequest, code: str, *, me: Member) -> HttpResponse:
    """Write one's own wish anew. Whose it is not finds no such page."""
    found = wish_or_404(code, me)
    if found.author_id != me.pk:
        raise Http404
    form = WishForm(request.POST if request.method == "POST" else None, wish=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(wish=found, member=me, words=form.words(), now=timezone.now())
            messages.success(request, _("Your wish is changed."))
            return redirect("wishes:wish", found.code)
        except NetworkError as error:
            return written(request, form, str(error), error.status, found)
    return written(request, form, wish=found)


def written(
    request: HttpRequest,
    form: WishForm,
    fault: str = "",
    status: int = 200,
    wish: Wish | None = None,
) -> HttpResponse:
    """The form, with all that was written still there."""
    if fault:
        form.add_error(None, fault)
    elif form.errors:
        status = UNPROCESSABLE
    context = {"form": form, "wish": wish, "most": actions.MOST_OPEN}
    return render(request, "cms/participation/wishes/write.html", context, status=status)


@require_POST
@never_cache
@login_required
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """Vote, or take the vote back, and return to where the button stood."""
    me = changing(request)
    found = wish_or_404(code, me)
    try:
        is_for = request.POST.get("vote") != "no"
        found = actions.vote(wish=found, member=me, is_for=is_for, now=timezone.now())
        said = _("Your vote counts.") if is_for else _("Your vote is taken back.")
        messages.success(request, said)
    except NetworkError as error:
        messages.error(request, str(error))
    if "list" in request.POST:
        query = request.POST["list"][:LONGEST_QUERY]
        query = query if query.isascii() and query.isprintable() else ""
        return redirect(f"{reverse('wishes:wishes')}?{query}#w-{found.code}")
    return redirect("wishes:wish", found.code)


@require_POST
@never_cache
@login_required
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    me = changing(request)
    found = wish_or_404(code, me)
    if found.author_id != me.pk:
        raise Http404
    is_gone = actions.withdraw(wish=found, member=me)
    gone, stays = _("Your wish is withdrawn."), _("Others want it too: it stays, without you.")
    messages.success(request, gone if is_gone else stays)
    return redirect("wishes:own")


def wish_or_404(code: str, me: Member) -> Wish:
    found = queries.wish_called(code, me)
    if found is None:
        raise Http404
    return found


def said_of(wish: Wish) -> str:
    if wish.is_confidential:
        return _("Your case is with the editors. Nobody else can see it.")
    return _("Your wish is on the list, and your own vote counts.")
