"""What Wagtail's own pages about an invitation learn from its registrations: a button, a stop, a lock."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.accounts.queries import member_of

from .. import queries
from ..models import Registration
from ..pages import InvitationPage
from .day import may_see


@hooks.register("register_page_header_buttons")
def participants_button(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    if page.pk and issubclass(page.specific_class or Page, InvitationPage) and may_see(user):
        url = reverse("days:participants", args=[page.pk])
        yield Button(_("Participants"), url, icon_name="group", priority=5)


@hooks.register("before_delete_page")
def keep_page_with_people(request: HttpRequest, page: Page) -> HttpResponse | None:
    return stopped(request, [page])


@hooks.register("before_bulk_action")
def keep_pages_with_people(
    request: HttpRequest, action: str, pages: Iterable[Any], view: Any
) -> HttpResponse | None:
    pages = list(pages)
    if action != "delete" or not all(isinstance(page, Page) for page in pages):
        return None
    return stopped(request, pages)


def stopped(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """The answer where one of the pages, or what lies below it, has people registered; else None."""
    below = Q()
    for page in pages:
        below |= Q(invitation__path__startswith=page.path)
    count = Registration.objects.filter(below).count() if pages else 0
    if not count:
        return None
    words = ngettext(
        "%(count)s registration hangs on what you want to delete, so it was not deleted."
        " Unpublish the page instead: then nobody sees it, and nothing is lost.",
        "%(count)s registrations hang on what you want to delete, so it was not deleted."
        " Unpublish the page instead: then nobody sees it, and nothing is lost.",
        count,
    )
    messages.error(request, words % {"count": count})
    if len(pages) == 1:
        return redirect("wagtailadmin_pages:edit", pages[0].pk)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk if pages[0].depth > 1 else 1)


@hooks.register("before_serve_document")
def keep_material_for_those_who_came(document: Any, request: HttpRequest) -> HttpResponse | None:
    """To whoever may not open it, it is not there: they do not learn that somebody may."""
    if may_see(request.user):
        return None
    member = member_of(request.user) if request.user.is_authenticated else None
    if queries.may_open(document.pk, member, timezone.now()):
        return None
    raise Http404
