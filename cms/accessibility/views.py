"""The public statement."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.caching.middleware import for_everybody

from .queries import statement


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    context = {"statement": statement(site)}
    return for_everybody(render(request, "cms/accessibility/statement.html", context))


@require_safe
def was(request: HttpRequest) -> HttpResponse:
    """The address that Digitaliseringsstyrelsen looks for."""
    return redirect("accessibility", permanent=True)
