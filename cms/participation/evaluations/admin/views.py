"""The page on a day's evaluation, from the first decision to the result; and the one that closes it early."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.errors import NetworkError
from cms.invitations.admin.day import MANAGE, SEE, DayView

from .. import actions, asking, charts, queries, results
from ..forms import OwnQuestions, SettingsForm, own_of, shown_own
from ..models import ENOUGH, Evaluation
from ..questions import generated, thawed
from .exporting import WRITERS

UNPROCESSABLE = 422


class EvaluationDayView(DayView):
    @property
    def evaluation(self) -> Evaluation:
        if not hasattr(self, "_evaluation"):
            self._evaluation = queries.evaluation_of(self.day)
            self._evaluation.invitation = self.day
        return self._evaluation

    def own_url(self, name: str = "evaluation") -> str:
        return reverse(f"day_evaluations:{name}", args=[self.day.pk])


class EvaluationView(EvaluationDayView):
    """Who may see participants sees it; who may manage them decides."""

    template_name = "cms/participation/evaluations/admin/evaluation.html"
    page_title = gettext_lazy("Evaluation")
    here = gettext_lazy("Evaluation")
    needs = SEE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        writer = WRITERS.get(request.GET.get("export", ""))
        if writer and self.evaluation.is_sealed:
            return writer(self.day, results.whole(self.evaluation))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict:
        evaluation, day = self.evaluation, self.day
        found = results.whole(evaluation) if evaluation.is_sealed else None
        shown = (
            [(one, charts.chart(one) if one.counts else None) for one in found.results]
            if found
            else []
        )
        kwargs.setdefault("form", SettingsForm(initial=settings_of(evaluation)))
        if not evaluation.has_opened:
            kwargs.setdefault("own", OwnQuestions(initial=shown_own(evaluation.own_questions)))
        questions = (
            thawed(evaluation.questions)
            if evaluation.has_opened
            else generated(day, evaluation.own_questions)
        )
        return super().get_context_data(
            evaluation=evaluation,
            is_open=evaluation.is_open(self.now),
            is_late=day.ends_at + queries.OPENS_WITHIN <= self.now,
            is_over=day.is_past(self.now),
            turnout=queries.turnout(evaluation) if evaluation.has_opened else None,
            came=queries.came(day).count() if not evaluation.has_opened else 0,
            reminded_at=asking.reminded_at(evaluation),
            questions=questions,
            whole=found,
            shown=shown,
            enough=ENOUGH,
            close_url=self.own_url("close"),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(MANAGE):
            return self.http_method_not_allowed(request)
        form = SettingsForm(request.POST)
        own = None if self.evaluation.has_opened else OwnQuestions(request.POST)
        bound = {"form": form} | ({"own": own} if own is not None else {})
        if not form.is_valid() or (own is not None and not own.is_valid()):
            return self.render_to_response(self.get_context_data(**bound), status=UNPROCESSABLE)
        written = own_of(own) if own is not None else None
        try:
            actions.decide(day=self.day, own_questions=written, now=self.now, **form.cleaned_data)
        except NetworkError as error:
            context = self.get_context_data(fault=str(error), **bound)
            return self.render_to_response(context, status=error.status)
        messages.success(request, _("The evaluation is saved."))
        return redirect(self.own_url())


class CloseView(EvaluationDayView):
    """GET says what closing means, POST closes."""

    template_name = "cms/participation/evaluations/admin/close.html"
    page_title = gettext_lazy("Close the evaluation now")
    here = gettext_lazy("Close the evaluation now")
    needs = MANAGE

    def get_context_data(self, **kwargs: Any) -> dict:
        evaluation = self.evaluation
        return super().get_context_data(
            evaluation=evaluation,
            is_open=evaluation.is_open(self.now),
            turnout=queries.turnout(evaluation) if evaluation.pk else None,
            enough=ENOUGH,
            back_url=self.own_url(),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            if self.evaluation.pk:
                actions.close(evaluation=self.evaluation, now=self.now)
                messages.success(request, _("The evaluation is closed."))
        except NetworkError as error:
            messages.error(request, str(error))
        return redirect(self.own_url())


def settings_of(evaluation: Evaluation) -> dict[str, Any]:
    return {name: getattr(evaluation, name) for name in SettingsForm.base_fields}
