"""The doors to a member's own calendar: the secret address, and the button that makes it anew."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.accounts.queries import member_of
from cms.content.calendars import MEDIA_TYPE
from cms.members.views import private

from . import feeds


@never_cache
@require_safe
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads. To every address that does not work the answer is the same."""
    link = feeds.link_of(token)
    if link is None:
        raise Http404
    with translation.override(link.member.language or translation.get_language()):
        file = feeds.own_calendar(link.member, timezone.now())
    return private(HttpResponse(file, content_type=MEDIA_TYPE))


@never_cache
@login_required
@require_POST
def renew_calendar(request: HttpRequest) -> HttpResponse:
    """Makes the member's first address, or a new one in place of the old."""
    member = member_of(request.user)
    if member is None:
        return private(render(request, "cms/invitations/members_only.html", status=403))
    feeds.renew(member=member, now=timezone.now())
    return private(redirect("my_page"))
