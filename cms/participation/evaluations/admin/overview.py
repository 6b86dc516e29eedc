"""All days that were evaluated, season by season: how each was on the whole, and how many said so."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.invitations.admin.day import may_see
from cms.invitations.pages import InvitationPage
from cms.invitations.routes import private

from .. import queries, results

WHOLE = "whole"
MOST = 200


@dataclass(frozen=True)
class DayRow:
    """`mean` is of the question about the whole day; None where fewer than five have answered it."""

    day: InvitationPage
    season: str
    answers: int
    mean: float | None

    @property
    def percent(self) -> float | None:
        return None if self.mean is None else round(self.mean * 20, 1)


class OverviewView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/participation/evaluations/admin/overview.html"
    page_title = gettext_lazy("Evaluations")
    header_icon = "date"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user):
            raise PermissionDenied
        return private(super().dispatch(request, *args, **kwargs))  # type: ignore[arg-type]

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("invitation_listing:index"), "label": _("Invitations")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict:
        rows = [row_of(one) for one in queries.sealed()[:MOST]]
        return super().get_context_data(rows=rows, **kwargs)


def row_of(evaluation: Any) -> DayRow:
    found = results.whole(evaluation)
    means = [one.mean for one in found.results if one.question.key == WHOLE]
    day = evaluation.invitation
    return DayRow(day, day.season_name, found.answers, means[0] if means else None)
