"""The page behind the letter »will you go on?«: three buttons. It works without signing in, and opens nothing
else.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.members.views import private

from . import queries
from .views import answered

TEMPLATE = "cms/participation/decisions/renew_by_letter.html"


@csrf_exempt  # the signed token is the authority; told to send no referrer, a browser sends no origin either
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renew_by_letter(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks; POST with an answer takes it. One answer to every link that does not work."""
    renewal = queries.renewal_of(token)
    is_open = renewal is not None and renewal.decision.asks(timezone.now())
    decision = renewal.decision if renewal and is_open else None
    response = answered(request, decision, renewal.member if renewal else None, TEMPLATE)
    if decision is None:
        response.status_code = 404
    return private(response)
