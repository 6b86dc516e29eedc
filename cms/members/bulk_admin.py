"""The admin's page on many members at once: choose what, read what will happen to how many, confirm.

It comes from the register, by ticks or by »all that match«; then the register's own view says who that is.
Only the last press changes anything.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.content.exports import UNFIT_FILTERS
from cms.errors import NetworkError
from cms.organisations.models import Organisation
from cms.series.models import Series
from cms.topics.pages import TopicPage

from . import bulk
from .admin import MemberAdmin, MemberIndexView
from .models import Member
from .work import Language

PAGE = "members_bulk"
LIST = "members_modeladmin_index"
CHANGE, DELETE = "cms.change_member", "cms.delete_member"
MOST_QUERY = 2_000
MOST_DIGITS = 12
ACTS = (
    ("add_topic", gettext_lazy("Add an area of interest")),
    ("remove_topic", gettext_lazy("Remove an area of interest")),
    ("set_language", gettext_lazy("Set the language")),
    ("set_organisation", gettext_lazy("Set the organisation")),
    ("stop_mail", gettext_lazy("Stop mail to them")),
    ("take_back", gettext_lazy("Take a consent back")),
    ("export", gettext_lazy("Export them (CSV)")),
    ("erase", gettext_lazy("Erase them")),
)
NEEDS = {
    "add_topic": "topic",
    "remove_topic": "topic",
    "set_language": "language",
    "set_organisation": "organisation",
    "stop_mail": "because",
    "take_back": "series",
}


class BulkForm(forms.Form):
    act = forms.ChoiceField(label=gettext_lazy("What to do"), choices=ACTS)
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Area of interest"), queryset=TopicPage.objects.all(), required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("", "–"), *Language.choices], required=False
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), required=False
    )
    series = forms.ModelChoiceField(
        label=gettext_lazy("Newsletter series"), queryset=Series.objects.all(), required=False
    )
    because = forms.CharField(
        label=gettext_lazy("Why mail is stopped"), required=False, max_length=200
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.valid(timezone.localdate())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needed = NEEDS.get(cleaned.get("act", ""))
        if needed and not cleaned.get(needed) and needed not in self.errors:
            self.add_error(needed, _("This is needed for what you chose."))
        return cleaned


class Rows(MemberIndexView):
    """The register's view up to its queryset, which modeladmin makes on the way to the page: no page here."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse()


def matching(request: HttpRequest, query: str) -> Any:
    """The register's view as this address has it, with its `queryset`; None where it fits nothing."""
    asked = copy(request)
    asked.method, asked.GET = "GET", QueryDict(query[:MOST_QUERY], mutable=True)  # type: ignore[assignment]
    asked.GET.pop("export", None)  # type: ignore[attr-defined]
    view = Rows(model_admin=MemberAdmin())
    view.setup(asked)
    view.dispatch(asked)
    return view if view.queryset is not None else None


class BulkView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/members/admin/bulk.html"
    page_title = gettext_lazy("Many members at once")
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return redirect(LIST)

    def get_breadcrumbs_items(self) -> list[dict]:
        members = {"url": reverse(LIST), "label": _("Members")}
        here = {"url": "", "label": str(self.page_title)}
        return [*super().get_breadcrumbs_items(), members, here]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        self.ids = [
            int(one)
            for one in request.POST.getlist("member")[: bulk.MOST_CHANGED + 1]
            if one.isascii() and one.isdecimal() and len(one) <= MOST_DIGITS
        ]
        self.query = request.POST.get("all")
        self.view = matching(request, self.query or "")
        chosen = self.view.queryset if self.view else Member.objects.none()
        if self.query is None:
            chosen = chosen.filter(pk__in=self.ids)
        # Whoever is found by two of their areas is one.
        self.chosen = Member.objects.filter(pk__in=chosen.order_by().values("pk"))
        try:
            self.count = self.chosen.count()
        except UNFIT_FILTERS:
            self.count = 0
        if not self.count:
            messages.error(request, _("Tick those you mean first."))
            return redirect(LIST)
        if "step" not in request.POST:
            return self.shown(BulkForm())
        form = BulkForm(request.POST)
        if not form.is_valid():
            return self.shown(form)
        act = form.cleaned_data["act"]
        if act == "export":
            rows = self.view.queryset.filter(pk__in=self.chosen.values("pk"))
            return self.view.as_spreadsheet(rows, "csv")
        if act == "erase" and not request.user.has_perm(DELETE):
            raise PermissionDenied
        if request.POST["step"] != "do" or request.POST.get("count") != str(self.count):
            return self.shown(form, said=said(form.cleaned_data, self.count))
        try:
            changed = self.act(form.cleaned_data)
        except NetworkError as error:
            return self.shown(form, said=said(form.cleaned_data, self.count), fault=str(error))
        words = ngettext("%(n)s member was changed.", "%(n)s members were changed.", changed)
        messages.success(request, words % {"n": changed})
        return redirect(LIST)

    def shown(self, form: BulkForm, **context: Any) -> HttpResponseBase:
        shown = {"form": form, "count": self.count, "ids": self.ids, "query": self.query, **context}
        return self.render_to_response(self.get_context_data(most_erased=bulk.MOST_ERASED, **shown))

    def act(self, said: dict[str, Any]) -> int:
        act, now = said["act"], timezone.now()
        most = bulk.MOST_ERASED if act == "erase" else bulk.MOST_CHANGED
        members = list(self.chosen.order_by("pk")[: most + 1])
        if act == "erase":
            typed = self.request.POST.get("typed", "").strip()
            is_number = typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS
            return bulk.erase_all(members=members, typed=int(typed) if is_number else None, now=now)
        verb: Callable[..., int] = getattr(bulk, act)
        more = {"now": now} if act in ("stop_mail", "take_back") else {}
        named = {NEEDS[act]: said[NEEDS[act]], **more}
        return verb(members=members, user=self.request.user, **named)


def said(chosen: dict[str, Any], count: int) -> str:
    """What will happen, to how many."""
    what = str(dict(ACTS)[chosen["act"]])
    value = chosen.get(NEEDS.get(chosen["act"], "")) or ""
    if chosen["act"] == "set_language":
        value = Language(value).label
    who = ngettext("%(n)s member", "%(n)s members", count) % {"n": count}
    return f"{what}: »{value}«. {who}." if value else f"{what}. {who}."
