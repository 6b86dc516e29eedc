"""Nothing in an exported cell is ever a formula."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from cms.content.exports import FORMULA_STARTS, safe_cell
from cms.organisations.models import Organisation

PAYLOADS = [
    *(f"{sign}{rest}" for sign in "=+-@＝＋－＠" for rest in ("1+1", "cmd|' /C calc'!A0")),
    *(f"{control}=1+1" for control in "\t\r\n"),
    "\ntext",
    "\x00=1+1",
    "\x1f\x0b@SUM(A1)",
    "\r\n=1",
    "=cmd@b.dk",
]


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_puts_an_apostrophe_before_a_formula(payload):
    assert safe_cell(payload)[0] == "'"


@pytest.mark.parametrize("value", ["Anna Berg", "", "a=b", "a@b.dk", "to\nlinjer", "æøå 🌱", "1+1"])
def test_leaves_ordinary_text_as_it_is(value):
    assert safe_cell(value) == value


@pytest.mark.parametrize(
    "value",
    [
        0,
        -1,
        1.5,
        Decimal("-3"),
        True,
        None,
        dt.date(2027, 1, 1),
        dt.time(9),
        dt.datetime(2027, 1, 1),
    ],
)
def test_leaves_numbers_and_times_what_they_are(value):
    assert safe_cell(value) is value


def test_takes_the_text_of_anything_else():
    assert safe_cell(Organisation(name="=1+1")) == "'=1+1"
    assert safe_cell(gettext_lazy("=never translated")) == "'=never translated"


@given(st.text(max_size=40))
def test_never_starts_like_a_formula(value):
    assert safe_cell(value).startswith(FORMULA_STARTS) is False
    assert safe_cell(safe_cell(value)) == safe_cell(value)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=20))
def test_can_always_be_written_to_a_worksheet(values):
    book = Workbook()
    book.active.append([safe_cell(value) for value in values])
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as parts:
        assert b"<f" not in parts.read("xl/worksheets/sheet1.xml")
    load_workbook(file)
