"""The public doors of an evaluation: the mailed link, the sheet, and the way back to it.

No door asks who is signed in. GET shows and changes nothing, so a scanner that opens every link begins no
sheet; the sheet is opened by the secret in a cookie that only these addresses get.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.errors import NetworkError
from cms.invitations.routes import private

from . import actions, queries
from .forms import AnswerForm
from .models import ENOUGH, AnswerSheet, Evaluation
from .questions import thawed
from .sweeping import RESPONDENTS_KEPT, TEXTS_KEPT
from .tokens import make_secret

UNPROCESSABLE, GONE = 422, 410
YEAR = 365
COOKIE = "evaluation"


@csrf_exempt  # the token is the authority; told to send no referrer, a browser sends no origin either
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the mailed link: the rules, and a button. POST takes a sheet."""
    now = timezone.now()
    asked = queries.asked_by(token)
    if asked is None:
        return shown(request, "dead", {}, 404)
    respondent, evaluation = asked
    if request.method != "POST":
        if not evaluation.is_open(now):
            return closed(request, evaluation)
        begun = respondent.has_answered
        return shown(request, "invited", rules_of(evaluation) | {"begun": begun})
    secret = request.POST.get("secret", "")
    try:
        actions.begin(token=token, secret=secret, now=now)
    except actions.ClosedError:
        return closed(request, evaluation)
    except actions.BegunError as error:
        return shown(request, "invited", rules_of(evaluation) | {"begun": True}, error.status)
    except actions.LinkError:
        return shown(request, "dead", {}, 404)
    return let_in(request, evaluation, secret)


@csrf_exempt  # the secret is the authority, as above
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest, secret: str) -> HttpResponse:
    """Behind the link of one's own: a button that leads to the sheet, in this browser too."""
    sheet = queries.sheet_of(secret)
    if sheet is None:
        return shown(request, "dead", {}, 404)
    evaluation = sheet.evaluation
    if not evaluation.is_open(timezone.now()):
        return closed(request, evaluation)
    if request.method == "POST":
        return let_in(request, evaluation, secret)
    return shown(request, "back", rules_of(evaluation))


@csrf_exempt  # the cookie is sent by no other site's page: SameSite=Strict
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The sheet. POST saves it, however much of it is filled in."""
    sheet = own_sheet(request, evaluation_id)
    if sheet is None:
        return shown(request, "elsewhere", {}, 404)
    evaluation, now = sheet.evaluation, timezone.now()
    if not evaluation.is_open(now):
        return closed(request, evaluation)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, questions=thawed(evaluation.questions), initial=sheet.answers)
    if request.method != "POST":
        return shown(request, "answer", sheet_context(request, sheet, form))
    if not form.is_valid():
        return shown(request, "answer", sheet_context(request, sheet, form), UNPROCESSABLE)
    try:
        actions.save(secret=secret_in(request, evaluation_id), answers=form.answers(), now=now)
    except NetworkError:
        return closed(request, evaluation)
    name = "evaluations:later" if "later" in request.POST else "evaluations:thanks"
    return private(redirect(name, evaluation_id))


@never_cache
@require_http_methods(["GET", "HEAD"])
def saved(request: HttpRequest, evaluation_id: int, is_later: bool) -> HttpResponse:
    """What was saved, until when it can be changed, and the way back."""
    sheet = own_sheet(request, evaluation_id)
    if sheet is None:
        return shown(request, "elsewhere", {}, 404)
    if not sheet.evaluation.is_open(timezone.now()):
        return closed(request, sheet.evaluation)
    questions = thawed(sheet.evaluation.questions)
    context = {
        "is_later": is_later,
        "answered": sum(1 for one in questions if sheet.answers.get(one.key)),
        "total": len(questions),
    }
    return shown(request, "saved", sheet_context(request, sheet, None) | context)


def own_sheet(request: HttpRequest, evaluation_id: int) -> AnswerSheet | None:
    """The sheet of the secret in this browser, if it is one of this evaluation."""
    sheet = queries.sheet_of(secret_in(request, evaluation_id))
    return sheet if sheet and sheet.evaluation_id == evaluation_id else None


def secret_in(request: HttpRequest, evaluation_id: int) -> str:
    return request.COOKIES.get(f"{COOKIE}-{evaluation_id}", "")


def let_in(request: HttpRequest, evaluation: Evaluation, secret: str) -> HttpResponse:
    """To the sheet, with its secret in a cookie that lives until the evaluation closes."""
    path = reverse("evaluations:answer", args=[evaluation.pk])
    response = private(redirect(path))
    response.set_cookie(
        f"{COOKIE}-{evaluation.pk}",
        secret,
        expires=evaluation.closes_at,
        path=path,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return unreferred(response)


def rules_of(evaluation: Evaluation) -> dict[str, Any]:
    """What stands before the first question."""
    return {
        "evaluation": evaluation,
        "day": evaluation.invitation,
        "enough": ENOUGH,
        "days_kept": RESPONDENTS_KEPT.days,
        "years_kept": TEXTS_KEPT.days // YEAR,
        "secret": make_secret(),
    }


def sheet_context(
    request: HttpRequest, sheet: AnswerSheet, form: AnswerForm | None
) -> dict[str, Any]:
    evaluation = sheet.evaluation
    secret = secret_in(request, evaluation.pk)
    own_link = settings.SITE_URL + reverse("evaluations:back", args=[secret])
    return rules_of(evaluation) | {"form": form, "own_link": own_link}


def closed(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    return shown(request, "closed", {"day": evaluation.invitation}, GONE)


def shown(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    page = f"cms/participation/evaluations/{name}.html"
    # The foot of all other pages says that we set none.
    whole = context | {"sets_cookie": True}
    return unreferred(private(render(request, page, whole, status=status)))


def unreferred(response: HttpResponse) -> HttpResponse:
    """Addresses with a token or a secret are told to no other site."""
    response["Referrer-Policy"] = "no-referrer"
    return response
