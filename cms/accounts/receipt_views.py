"""What is kept about oneself: the receipt, the file of everything, and signing in again to be sure.

Only for the one who is signed in. A link from a letter never leads here: it may have been passed on.
"""

from allauth.account.internal.flows.logout import logout
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from cms.holdings.registry import receipt as receipt_of
from cms.privacy import exporting

from . import queries
from .recent import is_recent, recently_signed_in

# Of each kind on the page; the rest is in the file.
SHOWN = 25
NAME = "alt-om-dig.zip"
TOO_MANY = 429
# Where one is going when one signs in again.
ONWARD = {"receipt": "my_receipt", "end": "my_end"}
private = cache_control(private=True, no_store=True)


@require_GET
@private
@login_required
def receipt(request: HttpRequest) -> HttpResponse:
    return shown(request)


def shown(request: HttpRequest, *, too_many: bool = False) -> HttpResponse:
    person = queries.person_of(request.user)
    context = {
        "kept": receipt_of(person, most=SHOWN),
        "is_member": bool(person.member),
        "now": timezone.now(),
        "is_recent": is_recent(request),
        "minutes": settings.RECENT_MINUTES,
        "too_many": too_many,
    }
    status = TOO_MANY if too_many else 200
    return render(request, "cms/accounts/receipt.html", context, status=status)


@require_POST
@private
@login_required
@recently_signed_in("my_receipt")
def export(request: HttpRequest) -> HttpResponse | FileResponse:
    if not ratelimit.consume(request, action="my_export", user=request.user):
        return shown(request, too_many=True)
    file = exporting.write(queries.person_of(request.user), now=timezone.now())
    return FileResponse(file, as_attachment=True, filename=NAME, content_type="application/zip")


@require_POST
@login_required
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Sign out, and in again on the way to where one was going."""
    onward = reverse(ONWARD.get(request.POST.get("to", ""), "my_page"))
    logout(request, show_message=False)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': onward})}")
