"""»Du sagde → vi gjorde«: the ledger that everybody may read. It names no person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from . import queries
from .forms import LedgerForm
from .models import Wish


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    form = LedgerForm(request.GET)
    wanted = form.wanted()
    public = Wish.objects.public()
    counted = queries.counts_of(queries.narrowed(public, wanted, by_state=False))
    states = [
        {"name": state.value, "label": state.label, "count": counted.get(state.value, 0)}
        for state in Wish.State
    ]
    context = {
        "form": form,
        "wishes": queries.page_of(queries.narrowed(public, wanted), request.GET.get("page")),
        "states": states,
        "wanted": wanted,
        "total": sum(counted.values()),
        "season": wanted.season,
    }
    return render(request, "cms/participation/wishes/ledger.html", context)
