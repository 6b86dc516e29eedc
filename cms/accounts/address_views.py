"""Changing one's e-mail address: the page that asks for a new one, and the page behind the mailed link.

GET changes nothing, so a scanner that opens every link confirms nothing; and only whoever asked can press.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from cms.errors import UNPROCESSABLE, NetworkError

from . import changing, queries
from .forms import NewAddressForm
from .own_views import member_or_404

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@cache_control(private=True, no_store=True)
@login_required
def address(request: HttpRequest) -> HttpResponse:
    member, now = member_or_404(request), timezone.now()
    form = NewAddressForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["email"]
        changing.ask(member=member, user=request.user, address=wanted, now=now)
        return redirect("my_address")
    context = {
        "member": member,
        "form": form,
        "asked": queries.change_of(request.user, now),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "cms/accounts/address.html", context, status=status)


@require_http_methods(METHODS)
@cache_control(private=True, no_store=True)
@login_required
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the new address, and a button; POST changes. One answer to every link that does not work."""
    member, now = member_or_404(request), timezone.now()
    asked = queries.change_asked_for(request.user, token, now)
    status = 200 if asked else 404
    if asked and request.method == "POST":
        try:
            key = request.session.session_key or ""
            changing.confirm(user=request.user, token=token, session_key=key, now=now)
            messages.success(request, _("Your e-mail address is changed."))
            return redirect("my_page")
        except NetworkError as error:
            messages.error(request, str(error))
            asked, status = None, error.status
    context = {"member": member, "asked": asked}
    response = render(request, "cms/accounts/confirm_address.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
