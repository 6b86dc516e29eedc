"""Times, groups and amounts as people say them, in the active language."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HOUR = 60
# What is called a day here is a day at work.
WORKING_DAY = 8 * HOUR


def duration(minutes: int) -> str:
    """»45 minutes«, »1 hour 30 minutes«, »2 days« of eight hours."""
    if minutes >= WORKING_DAY and minutes % WORKING_DAY == 0:
        days = minutes // WORKING_DAY
        return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    hours, left = divmod(minutes, HOUR)
    parts = []
    if hours:
        parts.append(ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours})
    if left or not hours:
        parts.append(ngettext("%(number)s minute", "%(number)s minutes", left) % {"number": left})
    return " ".join(parts)


def group(smallest: int | None, largest: int | None) -> str:
    """»4–12 people«, »from 4 people«, »up to 12 people«; nothing where neither is known."""
    numbers = {"smallest": smallest, "largest": largest}
    if smallest and largest and smallest != largest:
        return _("%(smallest)s–%(largest)s people") % numbers
    if smallest and largest:
        return ngettext("%(number)s person", "%(number)s people", largest) % {"number": largest}
    if smallest:
        return _("from %(smallest)s people") % numbers
    return _("up to %(largest)s people") % numbers if largest else ""


def amount(kroner: int) -> str:
    """»250.000 kr.«"""
    return _("%(amount)s kr.") % {"amount": grouped(kroner)}


def amounts(least: int | None, most: int | None) -> str:
    """»50.000–250.000 kr.«, »from 50.000 kr.«, »up to 250.000 kr.«; nothing where neither is known."""
    if least and most and least != most:
        return amount(most).replace(grouped(most), f"{grouped(least)}–{grouped(most)}")
    if most and least:
        return amount(most)
    if most:
        return _("up to %(amount)s") % {"amount": amount(most)}
    return _("from %(amount)s") % {"amount": amount(least)} if least else ""


def grouped(number: int) -> str:
    return number_format(number, force_grouping=True, use_l10n=True)
