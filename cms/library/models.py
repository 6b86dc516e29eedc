"""What everything in the library has: a page that lists of all kinds are made of."""

import datetime as dt
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.content.levels import LevelsMixin
from cms.content.models import ContentMixin
from cms.topics.models import TopicalMixin

from .shelves import SHELVES, Shelf


class LibraryPageQuerySet(PageQuerySet):
    def in_lists(self) -> "LibraryPageQuerySet":
        """With what a list shows of each, whatever its kind: two queries in all."""
        return self.select_related("cover", "organisation", *SHELVES).prefetch_related("goals")

    def still_open(self, now: dt.datetime) -> "LibraryPageQuerySet":
        """Without the calls whose deadline has passed."""
        return self.exclude(fundingpage__deadline_at__lte=now)


class LibraryPage(ContentMixin, TopicalMixin, LevelsMixin, Page):
    """Anything in the library. Editors make one of its kinds; lists read this."""

    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="library_pages",
        help_text=_("The municipality, region or other body that it comes from."),
    )

    objects = PageManager.from_queryset(LibraryPageQuerySet)()

    is_creatable = False
    page_description = _("Something in the library, of one of its kinds.")
    parent_page_types = ["cms.LibraryIndexPage"]
    subpage_types: list[str] = []

    search_fields = [
        *Page.search_fields,
        *ContentMixin.lead_search_fields,
        *TopicalMixin.topical_search_fields,
        index.RelatedFields("organisation", [index.SearchField("name")]),
    ]
    api_fields = [
        *ContentMixin.lead_api_fields,
        *TopicalMixin.topical_api_fields,
        APIField("organisation_name"),
        APIField("levels"),
    ]

    class Meta:
        verbose_name = _("page in the library")
        verbose_name_plural = _("pages in the library")

    @property
    def shelf(self) -> Shelf:
        return SHELVES[self.cached_content_type.model]

    @cached_property
    def itself(self) -> "LibraryPage":
        """The page as what it is. From a list it was fetched with it (`in_lists`)."""
        if type(self) is not LibraryPage:
            return self
        return getattr(self, self.cached_content_type.model)

    kept_with = ("organisation", "cover")

    @property
    def organisation_name(self) -> str:
        return self.organisation.name if self.organisation else ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        self.recall_subjects(request)
        context = super().get_context(request, *args, **kwargs)
        return context | {"shelf": self.shelf}
