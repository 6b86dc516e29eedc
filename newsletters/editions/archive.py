"""What one visitor may read in the archive: what everybody may, and what is for members if they are one.

Who may see a page is Wagtail's own rule, set under »Privacy« on the page; here it is only asked.
"""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from . import queries

FOR_MEMBERS = (PageViewRestriction.LOGIN, PageViewRestriction.GROUPS)


@dataclass(frozen=True)
class Readable:
    """The issues that a visitor may read, newest first, and the keys of those not everybody may."""

    issues: PageQuerySet
    for_members: frozenset[int]


def readable(archive: Page, request: HttpRequest) -> Readable:
    """Whoever asks for the archive itself has passed what keeps it and the pages above it.

    An issue behind a shared password is never listed: it is for those who were told of it.
    """
    restrictions = list(queries.restrictions_below(archive))
    if any(each.restriction_type == PageViewRestriction.GROUPS for each in restrictions):
        remember_groups(request)
    shut = {
        each.page_id
        for each in restrictions
        if each.restriction_type not in FOR_MEMBERS or not each.accept_request(request)
    }
    issues = queries.live_newsletters().child_of(archive).exclude(pk__in=shut)
    return Readable(issues, frozenset(each.page_id for each in restrictions) - shut)


def remember_groups(request: HttpRequest) -> None:
    """Wagtail asks for the groups of whoever is signed in once more for each page."""
    if request.user.is_authenticated:
        prefetch_related_objects([request.user], "groups")


def is_for_members(page: Page) -> bool:
    """Whether one must sign in to read the page, because of itself or a page above it."""
    return page.get_view_restrictions().filter(restriction_type__in=FOR_MEMBERS).exists()
