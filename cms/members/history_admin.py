"""A member's whole history in the admin: everything that is kept about them, in the order of time."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail_modeladmin.helpers import ButtonHelper

from cms.holdings.registry import Fact, Holding, Kept, Row, receipt

from .coverage_views import may_see
from .leaving import GONE_AFTER
from .models import Member
from .queries import person_of

PAGE = "members_history"
# Of each kind. A letter a week is more than nine years.
MOST = 500
ROWS_A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """One row as editors see it: of what is the person's own, no more than when."""

    holding: Holding
    row: Row

    @property
    def facts(self) -> tuple[Fact, ...]:
        return () if self.holding.is_private else self.row.facts


def lines(kept: list[Kept], only: str = "") -> list[Line]:
    """All rows, or those of one holding, the latest first."""
    found = [
        Line(one.holding, row)
        for one in kept
        for row in one.rows
        if row.at and only in ("", one.holding.name)
    ]
    return sorted(found, key=lambda line: line.row.at, reverse=True)  # type: ignore[arg-type, return-value]


class HistoryButtons(ButtonHelper):
    """A member's buttons in the list, with the way to their history."""

    def get_buttons_for_obj(
        self,
        obj: Member,
        exclude: list[str] | None = None,
        classnames_add: list[str] | None = None,
        classnames_exclude: list[str] | None = None,
    ) -> list[dict]:
        classes = [*self.inspect_button_classnames, *(classnames_add or [])]
        history = {
            "url": reverse(PAGE, args=[obj.pk]),
            "label": _("History"),
            "classname": self.finalise_classname(classes, classnames_exclude),
            "title": _("History of %(member)s") % {"member": obj},
        }
        others = super().get_buttons_for_obj(obj, exclude, classnames_add, classnames_exclude)
        return [*others, history]


class MemberHistoryView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/members/admin/history.html"
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user):
            raise PermissionDenied
        members = Member.objects.select_related("organisation")
        self.member = get_object_or_404(members, pk=kwargs["member_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("History of %(member)s") % {"member": self.member}

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("members_modeladmin_index"), "label": _("Members")},
            {
                "url": reverse("members_modeladmin_inspect", args=[self.member.pk]),
                "label": str(self.member),
            },
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict:
        kept = receipt(person_of(self.member), most=MOST)
        kinds = [one.holding for one in kept if one.rows]
        wanted = self.request.GET.get("kind", "")
        only = wanted if wanted in {holding.name for holding in kinds} else ""
        pages = Paginator(lines(kept, only), ROWS_A_PAGE)
        left_at = self.member.left_at
        return super().get_context_data(
            member=self.member,
            kinds=kinds,
            only=only,
            page=pages.get_page(self.request.GET.get("p")),
            has_more=any(one.has_more for one in kept),
            most=MOST,
            erased_at=left_at and left_at + GONE_AFTER,
            **kwargs,
        )
