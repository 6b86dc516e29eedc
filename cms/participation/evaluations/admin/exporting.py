"""The result as a file: each question by itself, so that no row is a person; and no cell is a formula."""

import csv
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook

from cms.content.exports import safe_cell
from cms.invitations.admin.exporting import XLSX
from cms.invitations.pages import InvitationPage
from cms.invitations.routes import private

from ..results import Result, Whole

Rows = Iterator[tuple[Any, int]]


def answers(result: Result) -> Rows:
    """(answer, how many gave it); of texts one each, in the random order in which they are kept."""
    for line in result.lines:
        yield line.words, line.number
    if result.absent:
        yield _("I was not there"), result.absent
    for text in result.texts:
        yield text, 1


def as_csv(day: InvitationPage, whole: Whole) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    writer = csv.writer(response)
    writer.writerow([_("Question"), _("Answer"), _("How many")])
    for result in whole.results:
        for answer, number in answers(result):
            writer.writerow([safe_cell(result.question.words), safe_cell(answer), number])
    return named(response, day, "csv")


def as_xlsx(day: InvitationPage, whole: Whole) -> HttpResponse:
    """A worksheet for each question that has a result."""
    book = Workbook(write_only=True)
    shown = [one for one in whole.results if one.is_shown]
    for number, result in enumerate(shown, 1):
        sheet = book.create_sheet(str(number))
        sheet.append([safe_cell(result.question.words)])
        sheet.append([_("Answer"), _("How many")])
        for answer, count in answers(result):
            sheet.append([safe_cell(answer), count])
    if not shown:
        # A book without a sheet cannot be opened.
        book.create_sheet("1").append([_("Too few have answered, so there is nothing to show.")])
    file = BytesIO()
    book.save(file)
    return named(HttpResponse(file.getvalue(), content_type=XLSX), day, "xlsx")


def named(response: HttpResponse, day: InvitationPage, ending: str) -> HttpResponse:
    name = _("evaluation")  # extracted for translation only outside an f-string
    header = content_disposition_header(True, f"{name}-{day.slug}.{ending}")
    response["Content-Disposition"] = header
    return private(response)


WRITERS: dict[str, Callable[[InvitationPage, Whole], HttpResponse]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
}
