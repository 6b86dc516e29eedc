"""The search page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .navigation import front
from .search import found_pages, tidy, with_details

HITS_A_PAGE = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The form; with `q` also what was found. An unknown page number is the nearest one."""
    query = tidy(request.GET.get("q", ""))
    home, _trail = front(None, request)
    hits = found_pages(home, query) if home and query else []
    page = Paginator(hits, HITS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "hits": page,
        "pages": with_details(list(page)),
        "searching": True,
    }
    return render(request, "home/search.html", context)
