"""What is printed for a day: name badges, the list of participants, a certificate of attendance."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.content.dates import clock, day_text, span_text
from cms.content.goals import GOALS
from cms.content.sheets import FJORD, INK, LINE, SOFT, Sheet

from .entrance import entrance_png
from .models import Registration

if TYPE_CHECKING:
    from .pages import InvitationPage

# Two badges beside each other, five below each other: 90 by 54 mm, which fits the common holders.
BADGE = (90, 54)
ACROSS, DOWN = 2, 5
LEFT, TOP, PAD, QR = 15, 13.5, 6, 17
NAME_SIZES, PLACE_SIZES = (24.0, 20.0, 16.0, 13.0), (11.0, 9.5, 8.0)
MARGIN, CERTIFICATE_MARGIN = 20, 30


def badges(people: Sequence[Registration], *, network: str, title: str) -> bytes:
    """A badge for each, with lines to cut along."""
    sheet = Sheet(title)
    sheet.set_auto_page_break(False)
    for place, one in enumerate(people):
        if place % (ACROSS * DOWN) == 0:
            sheet.add_page()
        row, column = divmod(place % (ACROSS * DOWN), ACROSS)
        badge(sheet, one, LEFT + column * BADGE[0], TOP + row * BADGE[1], network)
    if not people:
        sheet.add_page()
    return bytes(sheet.output())


def badge(sheet: Sheet, one: Registration, x: float, y: float, network: str) -> None:
    width, height = BADGE
    sheet.set_draw_color(*LINE)
    sheet.rect(x, y, width, height)
    spectrum(sheet, x + PAD, y + PAD, width - 2 * PAD)
    sheet.pen(8, FJORD)
    sheet.text(x + PAD, y + PAD + 5.5, sheet.fitted(network, sizes=(8,), width=78, lines=1)[0])
    room = width - 2 * PAD
    sheet.pen(NAME_SIZES[0], INK, bold=True)
    lines = sheet.fitted(one.name, sizes=NAME_SIZES, width=room, lines=2)
    written = line_by_line(sheet, lines, x + PAD, y + PAD + 9)
    sheet.pen(PLACE_SIZES[0], SOFT)
    place = one.workplace
    lines = sheet.fitted(place, sizes=PLACE_SIZES, width=room - QR - 2, lines=2)
    line_by_line(sheet, lines, x + PAD, max(written + 1, y + height - PAD - 14))
    sheet.image(entrance_png(one), x + width - PAD - QR + 2, y + height - PAD - QR + 2, QR, QR)


def line_by_line(sheet: Sheet, lines: list[str], x: float, y: float) -> float:
    """Write these lines below each other from `y` on; where the next would begin."""
    step = sheet.font_size * 1.12
    for line in lines:
        sheet.text(x, y + sheet.font_size * 0.85, line)
        y += step
    return y


def spectrum(sheet: Sheet, x: float, y: float, width: float) -> None:
    """The seventeen goals' colours as a thin band."""
    step = width / len(GOALS)
    for place, goal in enumerate(GOALS):
        sheet.set_fill_color(goal.colour)
        sheet.rect(x + place * step, y, step, 1.2, style="F")


def participants(people: Sequence[Registration], *, day: "InvitationPage", network: str) -> bytes:
    """Those who said yes to standing on the list, by name; the others as a number."""
    sheet = Sheet(day.title)
    sheet.set_margins(MARGIN, MARGIN)
    sheet.set_auto_page_break(True, margin=MARGIN)
    sheet.add_page()
    opening(sheet, day, network, _("Participants"))
    on_list = [one for one in people if one.is_on_list and one.name]
    half = (sheet.w - 2 * MARGIN) / 2
    sheet.set_draw_color(*LINE)
    for one in on_list:
        if sheet.will_page_break(8):
            sheet.add_page()
        top = sheet.get_y()
        sheet.line(MARGIN, top, sheet.w - MARGIN, top)
        sheet.pen(11, INK)
        left = sheet.fitted(one.name, sizes=(11, 9), width=half - 4, lines=1)
        sheet.text(MARGIN, top + 5.4, " ".join(left))
        sheet.pen(10, SOFT)
        place = one.workplace
        right = sheet.fitted(place, sizes=(10, 8), width=half, lines=1)
        sheet.text(MARGIN + half, top + 5.4, " ".join(right))
        sheet.set_y(top + 8)
    sheet.ln(4)
    if others := len(people) - len(on_list):
        words = ngettext(
            "and %(count)s who has not asked to stand here.",
            "and %(count)s who have not asked to stand here.",
            others,
        )
        sheet.write_line(words % {"count": others}, colour=SOFT)
    return bytes(sheet.output())


def opening(sheet: Sheet, day: "InvitationPage", network: str, heading: str) -> None:
    spectrum(sheet, sheet.l_margin, sheet.get_y(), sheet.w - 2 * sheet.l_margin)
    sheet.ln(5)
    sheet.write_line(network, size=9, colour=FJORD)
    sheet.ln(3)
    sheet.write_line(heading, size=22, colour=FJORD, bold=True)
    sheet.ln(1)
    sheet.write_line(day.title, size=13)
    sheet.write_line(" · ".join(filter(None, [held_on(day), day.place])), colour=SOFT)
    sheet.ln(6)


def held_on(day: "InvitationPage") -> str:
    """»onsdag 25. februar 2026, 10.00–16.00«."""
    start, end = timezone.localtime(day.starts_at), timezone.localtime(day.ends_at)
    if start.date() == end.date():
        return f"{day_text(start, year=True)}, {clock(start)}–{clock(end)}"
    return span_text(start, end)


def certificate(one: Registration, *, day: "InvitationPage", network: str) -> bytes:
    """That this person took part in the day, for whoever asks them for it."""
    sheet = Sheet(_("Certificate of attendance"))
    sheet.set_margins(CERTIFICATE_MARGIN, CERTIFICATE_MARGIN)
    sheet.set_auto_page_break(False)
    sheet.add_page()
    room = sheet.w - 2 * CERTIFICATE_MARGIN
    spectrum(sheet, CERTIFICATE_MARGIN, CERTIFICATE_MARGIN, room)
    sheet.set_y(CERTIFICATE_MARGIN + 8)
    sheet.write_line(network, size=11, colour=FJORD)
    sheet.set_y(80)
    sheet.write_line(_("Certificate of attendance"), size=15, colour=SOFT)
    sheet.ln(6)
    sheet.pen(34, FJORD, bold=True)
    name = sheet.fitted(one.name, sizes=(34, 28, 22, 16), width=room, lines=3)
    sheet.set_y(line_by_line(sheet, name, CERTIFICATE_MARGIN, sheet.get_y()) + 2)
    if one.workplace:
        sheet.pen(14, INK)
        place = sheet.fitted(one.workplace, sizes=(14, 11), width=room, lines=3)
        sheet.set_y(line_by_line(sheet, place, CERTIFICATE_MARGIN, sheet.get_y()) + 10)
    sheet.write_line(_("took part in"), size=12, colour=SOFT)
    sheet.ln(3)
    sheet.pen(20, INK, bold=True)
    title = sheet.fitted(day.title, sizes=(20, 16, 12), width=room, lines=4)
    sheet.set_y(line_by_line(sheet, title, CERTIFICATE_MARGIN, sheet.get_y()) + 3)
    sheet.write_line(held_on(day), size=12)
    if day.place:
        sheet.write_line(day.place, size=12)
    return bytes(sheet.output())
