"""The list of participants as a file whose cells no spreadsheet runs."""

import csv
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook

from cms.content.exports import safe_cell

from ..asked import in_words
from ..models import Registration
from ..pages import InvitationPage
from ..roster import Row, registrations_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Places = dict[int, int]


def table(rows: Iterable[Row], places: Places) -> Iterator[list[Any]]:
    """What people can eat and need to take part is not here: that is the kitchen's list."""
    people = registrations_of(rows)
    prefetch_related_objects(people, "answers")
    questions = questions_of(people)
    yield [safe_cell(cell) for cell in heads() + list(questions.values())]
    for one in people:
        answers = {each.key: in_words(each.value) for each in one.answers.all()}
        said = [answers.get(key, "") for key in questions]
        yield [safe_cell(cell) for cell in cells(one, places) + said]


def questions_of(people: Iterable[Registration]) -> dict[str, str]:
    """{key: label}: each question that one of these has answered, in the words of the last to answer it."""
    return {each.key: each.label for one in people for each in one.answers.all()}


def heads() -> list[str]:
    return [
        _("Name"),
        _("Organisation"),
        _("E-mail"),
        _("Comes with"),
        _("State"),
        _("Number in the line"),
        _("Came"),
        _("Let in at the door"),
        _("On the list of participants"),
        _("Signed up"),
    ]


def cells(one: Registration, places: Places) -> list[Any]:
    person = one.person
    return [
        one.name,
        one.workplace,
        person.address if person else "",
        one.host.name if one.host else "",
        one.get_state_display(),
        places.get(one.pk, ""),
        clock(one.checked_in_at),
        yes(one.is_walk_in),
        yes(one.is_on_list),
        clock(one.created_at),
    ]


def clock(moment: Any) -> Any:
    """As the clock in Copenhagen shows it, to the minute; a sheet knows no zones."""
    return timezone.make_naive(moment).replace(second=0, microsecond=0) if moment else ""


def yes(value: bool) -> str:
    return _("yes") if value else ""


def as_csv(day: InvitationPage, rows: Iterable[Row], places: Places) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    csv.writer(response).writerows(table(rows, places))
    return named(response, day, "csv")


def as_xlsx(day: InvitationPage, rows: Iterable[Row], places: Places) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in table(rows, places):
        sheet.append(line)
    file = BytesIO()
    book.save(file)
    return named(HttpResponse(file.getvalue(), content_type=XLSX), day, "xlsx")


def named(response: HttpResponse, day: InvitationPage, ending: str) -> HttpResponse:
    name = _("participants")  # extracted for translation only outside an f-string
    header = content_disposition_header(True, f"{name}-{day.slug}.{ending}")
    response["Content-Disposition"] = header
    return response


WRITERS: dict[str, Callable[[InvitationPage, Iterable[Row], Places], HttpResponse]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
}
