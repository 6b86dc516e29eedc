"""What organisations are called in a rule and in its sentence."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.organisations.models import Organisation

from .words import join_and


def titled(organisations: QuerySet[Organisation]) -> dict[int | str, str]:
    """The name of each, and what a reader must know of its days: the same words before and after them.

    What became another is named there if it is among these. One query.
    """
    rows = list(organisations.select_related("successor"))
    before: dict[int, list[str]] = {}
    for row in rows:
        if row.successor_id and not row.merged_at:
            before.setdefault(row.successor_id, []).append(row.name)
    return {row.pk: with_days(row, before.get(row.pk, [])) for row in rows}


def with_days(row: Organisation, before: list[str]) -> str:
    names = {"name": row.name, "others": join_and(before), "now": row.successor}
    if row.merged_at:
        return _("%(name)s (now %(now)s)") % names
    if row.valid_to:
        return _("%(name)s (until %(day)s)") % (names | {"day": in_full(row.valid_to)})
    if before and row.valid_from:
        words = _("%(name)s (from %(day)s; before that %(others)s)")
        return words % (names | {"day": in_full(row.valid_from)})
    return row.name


def in_full(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
