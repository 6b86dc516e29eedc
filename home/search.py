"""Searching the public pages."""

from collections import defaultdict

from django.db.models import prefetch_related_objects
from wagtail.models import Page
from wagtail.search.backends.base import BaseSearchResults

MAX_QUERY = 200
DETAILS = ("goals", "organisation")


def tidy(typed: str) -> str:
    """What was typed, on one line and at most 200 characters."""
    return " ".join(typed.replace("\x00", " ").split())[:MAX_QUERY].strip()


def found_pages(home: Page, query: str) -> BaseSearchResults:
    """The live, not private pages from `home` down that answer the query, best first.

    SQLite finds whole words only, so where nothing is found the beginnings of titles are tried.
    """
    public = Page.objects.live().public().descendant_of(home, inclusive=True)
    found = public.search(query)
    return found if found else public.autocomplete(query)


def with_details(pages: list[Page]) -> list[Page]:
    """The same pages in the same order as what they really are, each with what a hit shows of it.

    One query a type, and one for each relation in DETAILS that the type has.
    """
    details = {
        page.pk: page for page in Page.objects.filter(pk__in=[p.pk for p in pages]).specific()
    }
    kinds = defaultdict(list)
    for page in details.values():
        kinds[type(page)].append(page)
    for kind, of_kind in kinds.items():
        relations = {field.name for field in kind._meta.get_fields()}
        prefetch_related_objects(of_kind, *(name for name in DETAILS if name in relations))
    return [details[page.pk] for page in pages if page.pk in details]
