"""What all pages about one day have in common: the day, who may see it, the way back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .. import queries
from ..models import Registration
from ..pages import InvitationPage
from ..roster import whole
from ..routes import private

SEE, MANAGE = "cms.view_registration", "cms.manage_registration"


def may_see(user: Any) -> bool:
    return user.has_perm(SEE) or user.has_perm(MANAGE)


class DayView(WagtailAdminTemplateMixin, TemplateView):
    """`day` is the page that people are registered for, whichever language's page was asked for."""

    header_icon = "date"
    needs = MANAGE
    # What stands last in the breadcrumbs.
    here: str | Promise = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.has_perm(self.needs) or request.user.has_perm(MANAGE)):
            raise PermissionDenied
        page = get_object_or_404(InvitationPage, pk=kwargs["day_id"])
        self.day = queries.day_of(page)
        self.now = timezone.now()
        return private(super().dispatch(request, *args, **kwargs))  # type: ignore[arg-type]

    def get_page_subtitle(self) -> str:
        return self.day.title

    def get_breadcrumbs_items(self) -> list[dict]:
        items = [
            *super().get_breadcrumbs_items(),
            {"url": reverse("invitation_listing:index"), "label": _("Invitations")},
            {"url": self.url("participants"), "label": self.day.title},
        ]
        return [*items, {"url": "", "label": self.here}] if self.here else items

    def url(self, name: str, *more: Any) -> str:
        return reverse(f"days:{name}", args=[self.day.pk, *more])

    def registration(self, code: str) -> Registration:
        """The registration of this day; another day's is none."""
        found = (
            whole().filter(invitation=self.day, code=code).first() if "\x00" not in code else None
        )
        if found is None:
            raise Http404
        found.invitation = self.day
        return found

    def get_context_data(self, **kwargs: Any) -> dict:
        may_manage = self.request.user.has_perm(MANAGE)
        return super().get_context_data(day=self.day, now=self.now, may_manage=may_manage, **kwargs)
