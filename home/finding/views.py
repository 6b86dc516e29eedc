"""The search page: every state of it is an address."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.caching.middleware import for_everybody
from cms.topics.catalogue import catalogue

from .. import navigation
from .facets import address, chosen_among, counted, names_below, narrowed, removable
from .matrix import matrix_below
from .promoted import promoted
from .queries import with_details
from .searching import SearchTooSlowError, found_ids
from .vocabulary import meant
from .words import tidy

HITS_A_PAGE = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The form; with `q` or a facet also what was found. An unknown page number is the nearest one."""
    query = tidy(request.GET.get("q", ""))
    home, _trail = navigation.front(None, request)
    context: dict[str, Any] = {"query": query, "searching": True}
    if home:
        context |= find(home, query, request.GET)
    response = render(request, "home/search.html", context)
    return response if request.GET else for_everybody(response)


def find(home: Page, query: str, asked: Any) -> dict[str, Any]:
    """What the template shows of this state."""
    known = catalogue()
    names = names_below(home, known)
    chosen, unknown = chosen_among(asked, names)
    context: dict[str, Any] = {"chosen": chosen, "unknown": unknown}
    if not query and not chosen:
        return context | {"matrix": matrix_below(home, names)}
    try:
        found = narrowed(found_ids(query) if query else names.places, {}, names)
    except SearchTooSlowError:
        return context | {"is_too_slow": True}
    ids = narrowed(found, chosen, names)
    hits = Paginator(ids, HITS_A_PAGE).get_page(asked.get("page"))
    return context | {
        "hits": hits,
        "pages": with_details(list(hits)),
        "facets": counted(ids, query, chosen, names),
        "removable": removable(query, chosen, names),
        "promoted": promoted(query, names.places) if query and not chosen else [],
        "meant": suggestion(query, names) if not found else None,
        "found": len(found),
        "without_facets": address(query, {}),
    }


def suggestion(query: str, names: Any) -> dict[str, str] | None:
    """What may have been meant, if that finds anything."""
    words = meant(query)
    try:
        is_there = bool(words) and bool(narrowed(found_ids(words), {}, names))
    except SearchTooSlowError:
        return None
    return {"words": words, "url": address(words, {})} if is_there else None
