"""Files to download: a template with example lines, and the rows that have to be mended."""

import csv
import io
from collections.abc import Iterator

import openpyxl
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from cms.content.exports import safe_cell
from cms.members.work import Role, Unit

from .. import queries
from ..models import Import, ImportRow
from .access import ImporterRequiredMixin, ImportMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 1_000


def template_rows() -> list[list[str]]:
    """The headings, and two lines as they can be filled in."""
    return [
        [
            _("First name"),
            _("Last name"),
            _("E-mail"),
            _("Organisation"),
            _("Kind of unit"),
            _("Role"),
            _("Level of interest"),
            _("Areas of interest"),
            _("Goals of interest"),
            _("Language"),
        ],
        [
            "Anna",
            "Holm",
            "anna.holm@middelfart.example",
            "Middelfart Kommune",
            str(Unit.TECHNICAL.label),
            str(Role.HEAD_OF_OFFICE.label),
            "",
            "",
            "7; 11; 13",
            _("Danish"),
        ],
        ["Bo", "Dahl", "bo.dahl@aarhus.example", "751", "", "", "", "", "3", _("English")],
    ]


class TemplateFileView(ImporterRequiredMixin):
    """A file to begin with, whose headings are known."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in ("csv", "xlsx"):
            raise Http404
        content = csv_of(template_rows()) if kind == "csv" else xlsx_of(template_rows())
        mimetype = "text/csv; charset=utf-8" if kind == "csv" else XLSX
        response = HttpResponse(content, content_type=mimetype)
        name = _("members-to-import")
        response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
        return response


def csv_of(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    # Danish spreadsheets take the semicolon for a separator.
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_("Members"))
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class FaultsView(ImportMixin):
    """The faulty rows as a file, with what is wrong in front: mended, it can be imported by itself."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, import_id: int) -> StreamingHttpResponse:
        response = StreamingHttpResponse(
            lines_of(self.source), content_type="text/csv; charset=utf-8"
        )
        name = _("rows-to-mend")
        response["Content-Disposition"] = f'attachment; filename="{name}-{self.source.pk}.csv"'
        return response


class Echo:
    """What `csv` writes a line to, to have it back."""

    def write(self, line: str) -> str:
        return line


def lines_of(source: Import) -> Iterator[str]:
    write = csv.writer(Echo(), delimiter=";").writerow
    yield "\ufeff"
    heads = [_("Row in the file"), _("What is wrong"), *source.headings]
    yield write([safe_cell(cell) for cell in heads])
    rows = queries.rows_of(source, ImportRow.Outcome.FAULT)
    for row in rows.iterator(chunk_size=AT_ONCE):
        said = queries.faults_of(source, row)
        yield write([row.number, safe_cell(said), *(safe_cell(cell) for cell in row.values)])
