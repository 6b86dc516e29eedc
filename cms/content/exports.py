"""Exports that are safe to open in a spreadsheet: nothing in a cell is ever a formula."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from functools import cache
from types import MethodType
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.db import DataError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from wagtail_modeladmin.views import IndexView

# A cell that begins so is run as a formula by spreadsheet programs (OWASP, CSV injection).
# The last four are their full-width forms, which Japanese versions run too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
PLAIN = (bool, int, float, Decimal, dt.date, dt.time, type(None))
# What comes of a filter in the address that fits no column; of a number, when the database is asked.
UNFIT_FILTERS = (IncorrectLookupParameters, OverflowError, DataError)
_UNFIT = re.compile("[\ufffe\uffff]")  # not characters of XML, so not of a worksheet either


def safe_cell(value: Any) -> Any:
    """Text that could be a formula gets an apostrophe in front; control characters are taken out.

    Numbers and times stay what they are; everything else (an organisation, a translated word) is its text.
    """
    if isinstance(value, PLAIN):
        return value
    text = _UNFIT.sub("", str(value))
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs") or c == "\n")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def in_words(item: Any, name: str, cell: Any) -> Any:
    """A choice as its words, a moment as the clock in Copenhagen shows it; all else as it is."""
    words = getattr(item, f"get_{name}_display", None)
    if words:
        return words()
    if isinstance(cell, dt.datetime) and timezone.is_aware(cell):
        return timezone.make_naive(cell)
    return cell


class SafeExportIndexView(IndexView):
    """modeladmin's list, with every exported cell made safe in CSV and XLSX alike, and what is typed
    in its address and search field never an error.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except UNFIT_FILTERS:
            # A filter in the address that fits nothing: the whole list.
            return redirect(request.path)

    queryset: QuerySet | None = None

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet:
        if self.queryset is not None:
            # modeladmin asks twice, and each time its filters ask for their choices.
            return self.queryset
        found = super().get_queryset(request)
        count = cache(found.count)
        # It is counted for the heading, and by the paginator, which takes nothing but a method.
        found.count = MethodType(lambda _self: count(), found)  # type: ignore[method-assign]
        return found

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> QuerySet:
        # PostgreSQL refuses a null byte.
        return super().get_search_results(request, queryset, term.replace("\x00", " "))

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        cells = {
            name: in_words(item, name, cell) for name, cell in super().to_row_dict(item).items()
        }
        # On the screen an empty value is a dash, in a sheet it is an empty cell.
        dash = self.model_admin.get_empty_value_display()
        return {name: "" if cell == dash else safe_cell(cell) for name, cell in cells.items()}
