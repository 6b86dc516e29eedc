"""The admin's page on where the network has members: a map, a table, a file."""

import csv
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.content.exports import safe_cell
from cms.organisations.models import Organisation
from cms.organisations.names import in_danish_order

from .coverage import Place, State, coverage, numbers
from .coverage_map import map_of

PAGE = "members_coverage"
SEE = tuple(f"cms.{verb}_member" for verb in ("view", "change", "add", "delete"))
ORDER = list(State)


def by_name(place: Place) -> Any:
    return in_danish_order(place.organisation.name)


SORTS: dict[str, Callable[[Place], Any]] = {
    "name": by_name,
    "region": lambda place: in_danish_order(str(place.region or place.organisation)),
    "members": lambda place: place.members,
    "reached": lambda place: place.reached,
    "state": lambda place: ORDER.index(place.state),
}
HEADS = (
    ("name", gettext_lazy("Name")),
    ("region", gettext_lazy("Region")),
    ("members", gettext_lazy("Members")),
    ("reached", gettext_lazy("Mail arrives at")),
    ("state", gettext_lazy("State")),
)


def may_see(user: Any) -> bool:
    return any(user.has_perm(name) for name in SEE)


class CoverageView(WagtailAdminTemplateMixin, TemplateView):
    """All municipalities and regions. What the address asks for and fits nothing counts for nothing."""

    template_name = "cms/members/admin/coverage.html"
    page_title = gettext_lazy("Coverage")
    header_icon = "site"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.places = coverage(on=timezone.localdate())
        regions = {
            str(one.organisation.pk): one.organisation for one in self.places if one.is_region
        }
        self.region = regions.get(request.GET.get("region", ""))
        state = request.GET.get("state", "")
        self.state = State(state) if state in State.values else None
        sort = request.GET.get("sort", "")
        self.sort = sort if sort.removeprefix("-") in SORTS else "state"
        self.regions = list(regions.values())
        if request.GET.get("export") == "csv":
            return as_csv(self.shown())
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Coverage")}]

    def shown(self) -> list[Place]:
        """The places that the filters leave, in the order asked for; equal ones by name."""
        places = [
            place
            for place in self.places
            if self.state in (None, place.state)
            and (self.region is None or self.region in (place.region, place.organisation))
        ]
        places.sort(key=by_name)
        key, is_down = SORTS[self.sort.removeprefix("-")], self.sort.startswith("-")
        return sorted(places, key=key, reverse=is_down)

    def address(self, **changed: str) -> str:
        """This page with the same filters but for what is changed."""
        now = {
            "region": str(self.region.pk) if self.region else "",
            "state": self.state or "",
            "sort": self.sort if self.sort != "state" else "",
        }
        return "?" + urlencode({name: value for name, value in (now | changed).items() if value})

    def heads(self) -> list[dict[str, str]]:
        """Each column's words, the address that sorts by it, and how it is sorted now."""
        name, is_down = self.sort.removeprefix("-"), self.sort.startswith("-")
        return [
            {
                "words": words,
                "url": self.address(sort=f"-{key}" if key == name and not is_down else key),
                "sorted": ("descending" if is_down else "ascending") if key == name else "",
            }
            for key, words in HEADS
        ]

    def get_context_data(self, **kwargs: Any) -> dict:
        counted = numbers(self.places)
        return super().get_context_data(
            map=map_of(self.places),
            legend=[
                {"state": state, "count": count, "url": self.address(state=state)}
                for state, count in counted.items()
            ],
            places=self.shown(),
            total=len(self.places),
            heads=self.heads(),
            states=State.choices,
            regions=self.regions,
            region=self.region,
            state=self.state,
            sort=self.sort,
            export=self.address(export="csv"),
            **kwargs,
        )


def as_csv(places: list[Place]) -> HttpResponse:
    """The table as a file whose cells no spreadsheet runs."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = _("coverage")  # extracted for translation only outside an f-string
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    write = csv.writer(response).writerow
    write(
        [_("Code"), _("Name"), _("Kind"), _("Region"), *(str(words) for _key, words in HEADS[2:])]
    )
    for place in places:
        organisation: Organisation = place.organisation
        cells = [
            organisation.code,
            organisation.name,
            organisation.get_kind_display(),
            place.region or "",
            place.members,
            place.reached,
            place.state.label,
        ]
        write([safe_cell(cell) for cell in cells])
    return response
