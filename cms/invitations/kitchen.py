"""What those who come cannot eat, counted and without names, and what they need to take part, with names.

A kitchen cooks for numbers. Who needs a ramp or an interpreter has to be met at the door, so there names
stand. Of those with a seat only.
"""

from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from openpyxl import Workbook

from cms.content.exports import safe_cell
from cms.content.sheets import INK, SOFT, Sheet
from cms.organisations.names import in_danish_order

from .models import Registration
from .questions import Needs
from .sheets import MARGIN, opening

if TYPE_CHECKING:
    from .pages import InvitationPage


@dataclass(frozen=True)
class Wanted:
    """`diets` are (words, how many); `access` are (name, words). `seated` counts all who eat."""

    seated: int
    diets: list[tuple[str, int]]
    access: list[tuple[str, str]]


def wanted(day: "InvitationPage") -> Wanted:
    """Two queries. The same words, in capitals or not, count as one."""
    seated = day.registrations.seated()
    found = Needs.objects.filter(registration__in=seated).exclude(Q(diet="") & Q(access=""))
    found = found.select_related("registration__member")
    written: dict[str, str] = {}
    count: Counter[str] = Counter()
    access = []
    for one in found.order_by("pk"):
        if one.diet:
            key = one.diet.casefold().rstrip(". ")
            written.setdefault(key, one.diet)
            count[key] += 1
        if one.access:
            access.append((one.registration.name, one.access))
    diets = [(written[key], number) for key, number in count.items()]
    return Wanted(
        Registration.objects.seated().filter(invitation=day).count(),
        sorted(diets, key=lambda row: (-row[1], in_danish_order(row[0]))),
        sorted(access, key=lambda row: in_danish_order(row[0])),
    )


def as_pdf(found: Wanted, *, day: "InvitationPage", network: str) -> bytes:
    sheet = Sheet(day.title)
    sheet.set_margins(MARGIN, MARGIN)
    sheet.set_auto_page_break(True, margin=MARGIN)
    sheet.add_page()
    opening(sheet, day, network, _("Food and access"))
    sheet.write_line(_("People with a seat: %(count)s") % {"count": found.seated}, size=12)
    part(sheet, _("Food"), [f"{number} × {words}" for words, number in found.diets])
    # On a page of its own, as it has names: the kitchen gets the first alone.
    sheet.add_page()
    opening(sheet, day, network, _("Food and access"))
    part(sheet, _("Access"), [f"{name}: {words}" for name, words in found.access])
    sheet.ln(6)
    words = _("Hand the page about food alone to the kitchen. Destroy the paper after the day.")
    sheet.write_line(words, size=9, colour=SOFT)
    return bytes(sheet.output())


def part(sheet: Sheet, heading: str, lines: list[str]) -> None:
    sheet.ln(6)
    sheet.write_line(heading, size=14, colour=INK, bold=True)
    sheet.ln(1)
    for line in lines or [_("Nobody has written anything.")]:
        sheet.write_line(line, size=11, colour=INK if lines else SOFT)
        sheet.ln(1)


def as_xlsx(found: Wanted) -> bytes:
    """Two sheets, so that the kitchen can get the first without the second."""
    book = Workbook(write_only=True)
    food = book.create_sheet(_("Food"))
    food.append([_("How many"), _("Cannot eat")])
    for words, number in found.diets:
        food.append([number, safe_cell(words)])
    access = book.create_sheet(_("Access"))
    access.append([_("Name"), _("Needs to take part")])
    for name, words in found.access:
        access.append([safe_cell(name), safe_cell(words)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()
