"""The public door to names: finds organisations while somebody types."""

import unicodedata

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import queries

MOST_TYPED = 100
FIVE_MINUTES = 300


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """`?q=midd` → {"organisations": [{"id", "name", "kind", "was"}]}, the best first, at most ten.

    `was` is the earlier name by which it was found, or empty. Nothing typed finds nothing. 400 for anything
    but one short `q`: so there is one address for one answer, and nobody fills caches with copies.
    """
    typed = request.GET.getlist("q")
    if list(request.GET) != ["q"] or len(typed) != 1:
        return refused(_("Ask with one »q«: a part of the name, or the code."))
    words = typed[0]
    if len(words) > MOST_TYPED:
        return refused(_("At most %(most)s characters can be searched for.") % {"most": MOST_TYPED})
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in words):
        return refused(_("Control characters cannot be searched for."))
    found = queries.organisations_called(words, on=timezone.localdate())
    rows = [
        {
            "id": one.organisation.pk,
            "name": one.organisation.name,
            "kind": one.organisation.kind,
            "was": one.was,
        }
        for one in found
    ]
    response = JsonResponse({"organisations": rows})
    response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    return response


def refused(words: str) -> HttpResponse:
    response = JsonResponse({"message": words}, status=400)
    response["Cache-Control"] = "no-store"
    return response
