"""The public doors of joining: the form, the thanks, the page that confirms, the welcome.

No page sets a cookie. GET changes nothing; the page behind the link has a button and no script, so that a
scanner that opens every link confirms nothing.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.errors import UNPROCESSABLE, NetworkError
from cms.security import client_ip, is_from_elsewhere

from . import joining, queries, workplaces
from .join_form import JoinForm

FIVE_MINUTES = 300
LONGEST_DOMAIN = 253


@csrf_exempt  # nobody is signed in and no cookie is set: see `is_from_elsewhere`
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        return shown(request, JoinForm(now=now))
    if is_from_elsewhere(request):
        raise PermissionDenied
    form = JoinForm(request.POST, now=now)
    if form.is_filled_by_machine:
        return redirect("members:thanks")
    if not form.is_valid():
        return shown(request, form, UNPROCESSABLE)
    try:
        joining.sign_up(details=form.details(), ip=client_ip(request), now=now)
    except NetworkError as error:
        form.add_error(None, str(error))
        return shown(request, form, error.status)
    return redirect("members:thanks")


@require_safe
def workplace(request: HttpRequest) -> HttpResponse:
    """`?domain=koege.dk` → {"organisation": its name, or null}. 400 for anything but one short `domain`.

    It tells what the register knows of domains and names, which are public, and nothing of members; and it is
    never asked for an address, so none stands in a log.
    """
    given = request.GET.getlist("domain")
    if list(request.GET) != ["domain"] or len(given) != 1 or len(given[0]) > LONGEST_DOMAIN:
        response = JsonResponse({"message": _("Ask with one »domain«.")}, status=400)
        response["Cache-Control"] = "no-store"
        return response
    found = workplaces.of_domain(given[0], today=timezone.localdate())
    response = JsonResponse({"organisation": found.name if found else None})
    response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    return response


def shown(request: HttpRequest, form: JoinForm, status: int = 200) -> HttpResponse:
    return render(request, "cms/members/join.html", {"form": form, "joining": True}, status=status)


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/members/thanks.html", {"joining": True})


@csrf_exempt  # the token is the authority; without a referrer, browsers do not say where a form came from
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what was typed, and a button; POST confirms. One answer to every link that does not work."""
    now = timezone.now()
    found = queries.sign_up_of(token, now)
    state, status = ("ask", 200) if found else ("unknown", 404)
    if found and request.method == "POST":
        try:
            if joining.confirm(token=token, now=now).is_new:
                return private(redirect("members:welcome"))
            state = "known"
        except joining.LinkError as error:
            state, status = "unknown", error.status
    context = {"state": state, "sign_up": found, "joining": True}
    return private(render(request, "cms/members/confirm.html", context, status=status))


@never_cache
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    return private(render(request, "cms/members/welcome.html", {"joining": True}))


def private(response: HttpResponse) -> HttpResponse:
    """Nobody learns of the page's address: no page that is linked to, no search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
