"""The register of seasons' decisions in the admin, and the page where one is followed and published."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.views import InspectView

from cms.content.registers import Register
from cms.content.widgets import TypedDateTimeInput
from cms.errors import NetworkError

from . import deciding, queries
from .forms import DecisionForm, OutcomeForm
from .models import Decision

CHANGE = "cms.change_decision"
UNPROCESSABLE = 422


class DecisionPermissions(PermissionHelper):
    """A decision is not deleted: members wrote and voted in it."""

    def user_can_delete_obj(self, user: Any, obj: Decision) -> bool:
        return False

    def user_can_inspect_obj(self, user: Any, obj: Decision) -> bool:
        return self.user_can_list(user)


class DecisionView(InspectView):
    """Where a decision stands and what is next; POST publishes it."""

    page_title = gettext_lazy("The season's decision")
    instance: Decision

    def get_page_subtitle(self) -> str:
        return f"{self.instance.season}: {self.instance.question}"

    def get_meta_title(self) -> str:
        return str(self.instance)

    def get_context_data(self, **kwargs: Any) -> dict:
        decision, now = self.instance, timezone.now()
        said = {"outcome": decision.outcome}
        options = queries.options_of(decision)
        return super().get_context_data(
            decision=decision,
            now=now,
            step=decision.step(now),
            moments=queries.timeline(decision, now),
            options=options,
            lacks_options=len(options) < queries.LEAST_OPTIONS,
            turnout=queries.turnout(decision),
            proposals=queries.page_of(queries.proposals_of(decision), self.request.GET.get("page")),
            answers=queries.answers_of(decision),
            edit_url=self.url_helper.get_action_url("edit", decision.pk),
            may_publish=self.request.user.has_perm(CHANGE),
            form=kwargs.pop("form", None) or OutcomeForm(initial=said),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        form = OutcomeForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=UNPROCESSABLE)
        try:
            is_first = deciding.publish(
                decision=self.instance,
                outcome=form.cleaned_data["outcome"],
                by=request.user,  # type: ignore[arg-type]  # who has the permission is signed in
                now=timezone.now(),
            )
        except NetworkError as error:
            context = self.get_context_data(form=form, fault=str(error))
            return self.render_to_response(context, status=error.status)
        first, again = (
            _("Published. Members get a letter within minutes."),
            _("The words are mended."),
        )
        messages.success(request, first if is_first else again)
        return redirect(self.url_helper.get_action_url("inspect", self.instance.pk))


def moment(name: str) -> FieldPanel:
    return FieldPanel(name, widget=TypedDateTimeInput)


class DecisionAdmin(Register):
    model = Decision
    base_url_path = "decisions"
    menu_icon = "tick-inverse"
    menu_order = 221
    menu_label = gettext_lazy("Season's decision")
    permission_helper_class = DecisionPermissions
    inspect_view_class = DecisionView
    inspect_view_enabled = True
    inspect_template_name = "cms/participation/decisions/admin/decision.html"
    inspect_view_fields = ("question",)
    list_display = ("question", "season", "stands", "vote_closes_at")
    list_display_add_buttons = "question"
    list_select_related = ("season",)
    edit_handler = ObjectList(
        [
            FieldPanel("season"),
            FieldPanel("question"),
            FieldPanel("introduction"),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [moment("consultation_opens_at"), moment("consultation_closes_at")]
                    ),
                    FieldRowPanel([moment("vote_opens_at"), moment("vote_closes_at")]),
                    moment("asks_at"),
                ],
                heading=gettext_lazy("When: day and time in Denmark"),
            ),
            InlinePanel(
                "options",
                panels=[FieldPanel("title"), FieldPanel("text")],
                heading=gettext_lazy("Options to vote for"),
                label=gettext_lazy("Option"),
                help_text=gettext_lazy(
                    "At least two, written when the proposals are in. They are fixed when the vote opens."
                ),
                max_num=10,
            ),
        ],
        base_form_class=DecisionForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Decision.objects.order_by("-vote_closes_at")

    def stands(self, decision: Decision) -> str:
        return str(decision.step(timezone.now()).label)

    stands.short_description = gettext_lazy("State")  # type: ignore[attr-defined]
