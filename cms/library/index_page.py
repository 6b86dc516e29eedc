"""The page that holds the library: its shelves, and everything on them."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.caching.moments import remember_until
from cms.content.levels import Level
from cms.content.models import ContentMixin

from . import queries
from .shelves import Shelf

PAGES_AT_A_TIME = 12
FILTERS = ("kind", "topic", "goal", "level")


class LibraryIndexPage(ContentMixin, Page):
    """Everything in the library, narrowed by kind, area, goal and level in the address."""

    template = "cms/library/library_index_page.html"
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = [
        "cms.ToolPage",
        "cms.ProjectPage",
        "cms.FundingPage",
        "cms.ResourcePersonPage",
        "cms.ExperiencePage",
    ]
    page_description = _("The library: tools, projects, funding, persons. One is enough.")

    content_panels = [*Page.content_panels, *ContentMixin.lead_panels]
    api_fields = [*ContentMixin.lead_api_fields]

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("libraries")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        chosen = {name: request.GET.get(name, "") for name in FILTERS}
        items = queries.filtered_library(**chosen, now=now).child_of(self)
        counts = queries.counts(self)
        return context | {
            "items": Paginator(items, PAGES_AT_A_TIME).get_page(request.GET.get("page")),
            "shelf": Shelf(chosen["kind"]) if chosen["kind"] in Shelf.values else None,
            "shelves": counts,
            "is_empty": not any(number for _shelf, number in counts),
            "closing": self.closing(now) if chosen["kind"] in ("", Shelf.FUNDING) else [],
            "filters": {
                "chosen": chosen,
                **queries.choices(),
                "levels": Level.choices,
                "active": any(chosen.values()),
            },
        }

    def closing(self, now: dt.datetime) -> list[Any]:
        """The calls that close soon."""
        name = ("closing soon", self.pk)
        return remember_until(name, lambda: list(queries.closing_soon(now).child_of(self)), now)
