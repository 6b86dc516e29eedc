"""The doors of the directory, for members only: the list, a person, an answer to somebody who wrote."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from cms.accounts.queries import member_of
from cms.errors import UNPROCESSABLE, NetworkError
from cms.members.models import Member

from . import actions, queries
from .forms import SearchForm, WriteForm

View = Callable[..., HttpResponse]
NO_MEMBER = 403


def for_members(view: View) -> View:
    """A visitor signs in first and comes back; an account that belongs to no member is told so, kindly. No
    page is kept by a cache or found by a search engine. The view gets the member as `me`.
    """

    @cache_control(private=True, no_store=True)
    @login_required
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        me = member_of(request.user)
        if me is None:
            return render(request, "cms/directory/no_member.html", status=NO_MEMBER)
        response = view(request, *args, me=me, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return shown


@require_safe
@for_members
def directory(request: HttpRequest, *, me: Member) -> HttpResponse:
    today = timezone.localdate()
    form = SearchForm(request.GET, today=today)
    entries = queries.found(form.wanted())
    context = {
        "form": form,
        "cards": queries.page_of(entries, request.GET.get("page"), today=today),
        "is_searched": any(request.GET.get(name) for name in form.fields),
        "am_listed": queries.is_listed(me),
    }
    return render(request, "cms/directory/directory.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def person(request: HttpRequest, code: str, *, me: Member) -> HttpResponse:
    """What a member shows, and a form to write to them. Who is not in the directory is not there."""
    entry = queries.entry_called(code)
    if entry is None:
        raise Http404
    context = {
        "card": queries.card(entry, today=timezone.localdate()),
        "is_me": entry.member_id == me.pk,
        "takes_letters": queries.may_write(me, entry.member),
    }
    return writing(request, "cms/directory/person.html", context, me, entry.member)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def answer(request: HttpRequest, code: str, *, me: Member) -> HttpResponse:
    """Answer somebody who wrote, in the directory or not. Only whom it was written to finds it."""
    note = queries.note_to(me, code)
    if note is None:
        raise Http404
    entry = queries.entry_of(note.sender)
    context = {
        "sender": note.sender,
        "organisation": note.sender.organisation.as_of(timezone.localdate()),
        "card": queries.card(entry, today=timezone.localdate()) if entry else None,
        "takes_letters": queries.may_write(me, note.sender),
    }
    return writing(request, "cms/directory/answer.html", context, me, note.sender)


def writing(
    request: HttpRequest, template: str, context: dict[str, Any], me: Member, to: Member
) -> HttpResponse:
    """The form, or what became of a letter: sent, or why not, with all that was written still there."""
    form = WriteForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                text, press = form.cleaned_data["letter"], form.cleaned_data["press"]
                actions.write(sender=me, recipient=to, text=text, press=press, now=timezone.now())
                messages.success(request, _("Your letter is on its way."))
                return redirect(request.path)
            except NetworkError as error:
                form.add_error(None, str(error))
                status = error.status
    answers = queries.gets_letters(me)
    context |= {"form": form, "can_be_answered": answers, "most": actions.LETTERS_A_DAY}
    return render(request, template, context, status=status)
