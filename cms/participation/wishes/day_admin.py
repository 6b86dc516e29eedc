"""The admin's page on which wishes a network day answers."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.invitations.admin.day import DayView
from cms.invitations.pages import InvitationPage

from . import moderating, queries
from .admin import MODERATE
from .forms import CiteForm

PAGE = "wishes_of_day"


class CiteView(DayView):
    """GET lists what can be chosen, POST keeps what is ticked."""

    template_name = "cms/participation/wishes/admin/cite.html"
    page_title = gettext_lazy("Wishes that the day answers")
    here = gettext_lazy("Wishes that the day answers")
    header_icon = "comment"
    needs = MODERATE

    def get_context_data(self, **kwargs: Any) -> dict:
        return super().get_context_data(wishes=queries.citable(self.day), **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = CiteForm(request.POST)
        if not form.is_valid():
            fault = " ".join(form.errors["wishes"])
            return self.render_to_response(self.get_context_data(fault=fault), status=422)
        count = moderating.cite(
            day=self.day,
            wishes=form.cleaned_data["wishes"],
            by=request.user,  # type: ignore[arg-type]  # who has the permission is signed in
            now=self.now,
        )
        words = ngettext(
            "The day answers %(count)s wish.", "The day answers %(count)s wishes.", count
        )
        messages.success(request, words % {"count": count})
        return redirect(PAGE, self.day.pk)


def wishes_button(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """Below »…« at the top of a day's page in the admin."""
    is_day = page.pk and issubclass(page.specific_class or Page, InvitationPage)
    if is_day and user.has_perm(MODERATE):
        url = reverse(PAGE, args=[page.pk])
        yield Button(_("Wishes that it answers"), url, icon_name="comment", priority=20)


urls = [path("wishes-of-day/<int:day_id>/", CiteView.as_view(), name=PAGE)]
