"""»Min profil«: what I say of myself, and what colleagues see of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.errors import UNPROCESSABLE
from cms.members.models import Member

from . import actions, queries
from .profile_form import ProfileForm
from .views import for_members


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def profile(request: HttpRequest, *, me: Member) -> HttpResponse:
    now = timezone.now()
    today, entry = timezone.localdate(now), queries.entry_of(me)
    data = request.POST if request.method == "POST" else None
    takes = queries.wants_letters(me)
    form = ProfileForm(data, member=me, entry=entry, takes_letters=takes, today=today)
    if form.is_valid():
        actions.keep_profile(
            member=me,
            profile=form.profile(),
            listing=form.listing(),
            takes_answers=form.cleaned_data["takes_letters"],
            now=now,
        )
        messages.success(request, _("Your profile is saved."))
        return redirect("directory:profile")
    context = {
        "form": form,
        "card": queries.card(entry, today=today) if entry else None,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "cms/directory/profile.html", context, status=status)
