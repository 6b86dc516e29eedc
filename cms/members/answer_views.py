"""The page behind »are you still here?«: two buttons. It works without signing in, and opens nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import leaving, presence
from .views import private

ANSWERS = {"yes": True, "no": False}


@csrf_exempt  # the signed token is the authority; told to send no referrer, a browser sends no origin either
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def still_here(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks; POST with an answer takes it. One answer to every link that does not work."""
    state = state_of(token)
    stays = ANSWERS.get(request.POST.get("answer", ""))
    if request.method == "POST" and state == "ask" and stays is not None:
        try:
            presence.answer(token=token, stays=stays, now=timezone.now())
            state = "stays" if stays else "left"
        except presence.AnswerError:
            state = state_of(token)
    context = {"state": state, "days": leaving.GONE_AFTER.days}
    status = 404 if state == "unknown" else 200
    return private(render(request, "cms/members/still_here.html", context, status=status))


def state_of(token: str) -> str:
    if presence.asked_by(token):
        return "ask"
    return "stays" if presence.was_answered(token) else "unknown"
