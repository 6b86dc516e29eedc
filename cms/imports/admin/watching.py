"""One import, wherever it is: the preview of every row, the progress, what came of it; and its buttons."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .. import actions, queries
from ..models import Import
from .access import LIST, ONE, ImportMixin, PressView
from .uploading import COLUMNS, ICON

ROWS_A_PAGE = 50
State = Import.State
TITLES = {
    State.PLANNING: gettext_lazy("Every row is being looked at"),
    State.PLANNED: gettext_lazy("What will happen"),
    State.RUNNING: gettext_lazy("Members are being imported"),
    State.DONE: gettext_lazy("Imported"),
    State.UNDOING: gettext_lazy("The import is being undone"),
    State.UNDONE: gettext_lazy("The import is undone"),
}


class ImportView(ImportMixin, WagtailAdminTemplateMixin, TemplateView):
    """The import's own page. GET changes nothing; its buttons are `PressView`s."""

    template_name = "cms/imports/admin/import.html"
    header_icon = ICON

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.source.state == State.READING:
            messages.info(request, _("This file is being read just now. Look again in a moment."))
            return redirect(LIST)
        if self.source.state == State.READ:
            return redirect(COLUMNS, import_id=self.source.pk)
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(TITLES[State(self.source.state)])

    def get_page_subtitle(self) -> str:
        return self.source.file_name

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), *self.crumbs(self.source.file_name)]

    def get_context_data(self, **kwargs: Any) -> dict:
        numbers = queries.counts(self.source)
        only = self.request.GET.get("only", "")
        only = only if only in {one.key for one in numbers} else ""
        page = None
        if not self.source.is_under_way and not self.source.emptied_at:
            rows = queries.rows_of(self.source, only)
            page = Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            source=self.source,
            counts=numbers,
            only=only,
            page=page,
            shown=queries.shown(self.source, page.object_list) if page else [],
            filter=urlencode({"only": only}) if only else "",
            pace=queries.pace(self.source),
            series=list(self.source.series.all()),
            is_undoable=self.source.is_undoable(timezone.now()),
            **kwargs,
        )


class ProgressView(ImportMixin):
    """The part of the page that changes while an import is under way; its script asks again and again."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, import_id: int) -> HttpResponse:
        template = "cms/imports/admin/progress.html"
        shown = {"source": self.source, "pace": queries.pace(self.source)}
        return TemplateResponse(request, template, shown)


class RunView(PressView):
    def act(self) -> str:
        actions.run(source=self.source, now=timezone.now())
        return reverse(ONE, args=[self.source.pk])


class UndoView(PressView):
    def act(self) -> str:
        actions.undo(source=self.source, user=self.user, now=timezone.now())
        return reverse(ONE, args=[self.source.pk])


class DiscardView(PressView):
    def act(self) -> str:
        actions.discard(source=self.source)
        messages.success(self.request, _("The file is thrown away. No member was changed."))
        return reverse(LIST)
