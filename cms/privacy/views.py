"""The public page: what is kept about people, why, by which right, and for how long."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.holdings.registry import all_holdings


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/privacy/privacy.html", {"holdings": all_holdings()})
