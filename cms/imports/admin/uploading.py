"""The list of imports, the upload, and the choice of columns."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from cms.errors import NetworkError

from .. import actions, queries, reading
from ..forms import ColumnsForm, UploadForm
from ..mapping import Field
from ..models import Import
from .access import LIST, ONE, ImporterRequiredMixin, ImportMixin

NEW, COLUMNS = "members_import_new", "members_import_columns"
EXAMPLES = 3
ICON = "upload"
State = Import.State


class ImportIndexView(ImporterRequiredMixin, IndexView):
    """All imports, the latest first."""

    model = Import
    # Imports have no permissions of their own: the mixin asks for those of members.
    any_permission_required = None
    page_title = gettext_lazy("Imports")
    header_icon = ICON
    index_url_name = LIST
    default_ordering = "-created_at"
    is_searchable = False
    paginate_by = 50
    template_name = "cms/imports/admin/index.html"

    def get_base_queryset(self) -> QuerySet[Import]:
        return queries.imports()

    @property
    def header_buttons(self) -> list[Any]:
        label = _("Import members")
        return [HeaderButton(label, url=reverse(NEW), icon_name="plus")]

    columns = [
        TitleColumn(
            "file_name",
            label=gettext_lazy("File"),
            get_url=lambda source: reverse(ONE, args=[source.pk]),
        ),
        Column("total", label=gettext_lazy("Rows")),
        Column("created", label=gettext_lazy("New members")),
        Column("merged", label=gettext_lazy("Members updated")),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda source: source.state == State.DONE,
        ),
        Column("created_by", label=gettext_lazy("Imported by")),
        DateColumn("created_at", label=gettext_lazy("Uploaded")),
    ]


class UploadView(ImporterRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET explains and offers a template; POST reads the file."""

    template_name = "cms/imports/admin/upload.html"
    page_title = gettext_lazy("Import members")
    header_icon = ICON

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), *self.crumbs(_("Import members"))]

    def get_context_data(self, **kwargs: Any) -> dict:
        form = kwargs.pop("form", None) or UploadForm()
        return super().get_context_data(form=form, fields=Field.labels, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                table = reading.read(file, file.size)
                source = actions.upload(
                    file_name=file.name,
                    headings=table.headings,
                    rows=table.rows,
                    user=self.user,
                    now=timezone.now(),
                )
            except NetworkError as error:
                form.add_error("file", str(error))
            else:
                return redirect(COLUMNS, import_id=source.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ColumnsView(ImportMixin, WagtailAdminTemplateMixin, TemplateView):
    """What each column is, where the consent comes from, what is done with members that are known."""

    template_name = "cms/imports/admin/columns.html"
    page_title = gettext_lazy("What is in the columns?")
    header_icon = ICON

    def get_page_subtitle(self) -> str:
        return self.source.file_name

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), *self.crumbs(self.source.file_name)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.source.state not in (State.READ, State.PLANNING, State.PLANNED):
            return redirect(ONE, import_id=self.source.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict:
        form = kwargs.pop("form", None) or ColumnsForm(source=self.source)
        first = list(self.source.rows.order_by("number")[:EXAMPLES])
        columns = [
            {
                "field": bound,
                "examples": [row.values[place] for row in first if place < len(row.values)],
            }
            for place, bound in enumerate(form.columns())
        ]
        return super().get_context_data(source=self.source, form=form, columns=columns, **kwargs)

    def post(self, request: HttpRequest, import_id: int) -> HttpResponse:
        form = ColumnsForm(request.POST, source=self.source)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            actions.choose(source=self.source, choices=form.choices(), now=timezone.now())
        except NetworkError as error:
            messages.error(request, str(error))
        return redirect(ONE, import_id=import_id)
