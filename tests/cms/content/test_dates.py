"""Dates as people write them, and weekdays that do not fit."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.content.dates import MONTHS, WEEKDAYS, clock, day_text, span_text, wrong_weekdays

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NEAR = dt.date(2027, 3, 2)  # a Tuesday


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("language", "year", "text"),
    [
        ("da", False, "tirsdag 2. marts"),
        ("da", True, "tirsdag 2. marts 2027"),
        ("en", False, "Tuesday 2 March"),
        ("en-gb", True, "Tuesday 2 March 2027"),
    ],
)
def test_writes_a_day(language, year, text):
    with translation.override(language):
        assert day_text(at("2027-03-02 09:00"), year=year) == text


def test_writes_the_day_that_it_is_in_copenhagen():
    assert day_text(dt.datetime(2027, 3, 1, 23, 30, tzinfo=dt.UTC)) == "tirsdag 2. marts"


@pytest.mark.parametrize(("language", "text"), [("da", "09.05"), ("en", "09:05")])
def test_writes_the_clock(language, text):
    with translation.override(language):
        assert clock(at("2027-03-02 09:05")) == clock(dt.time(9, 5)) == text
        assert clock(dt.datetime(2027, 3, 2, 8, 5, tzinfo=dt.UTC)) == text


def test_writes_a_span_within_a_day():
    start, end = at("2027-03-02 09:00"), at("2027-03-02 16:00")
    assert span_text(start, end) == "tirsdag 2. marts, 09.00–16.00"


def test_names_both_days_of_a_span_past_midnight():
    text = span_text(at("2027-03-02 20:00"), at("2027-03-03 02:00"))
    parts = ("tirsdag 2. marts", "20.00", "onsdag 3. marts", "02.00")
    assert [text.count(part) for part in parts] == [1, 1, 1, 1]


def test_counts_a_span_in_copenhagens_days():
    start, end = at("2027-03-02 00:00"), at("2027-03-02 23:59")
    utc = (start.astimezone(dt.UTC), end.astimezone(dt.UTC))
    assert span_text(*utc) == "tirsdag 2. marts, 00.00–23.59"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("tirsdag 2. marts", 0),
        ("Tirsdag den 2. marts 2027", 0),
        ("tirsdag 2 mar.", 0),
        ("onsdag 2. marts", 1),
        ("onsdag den 2. marts 2026", 1),
        ("mandag 2. marts 2026", 0),
        ("torsdag 31. december", 0),  # 2026 is nearer than 2027
        ("fredag 1. januar", 0),
        ("lørdag 29. februar", 1),
        ("mandag 30. februar", 1),
        ("mandag 1. maj 0000", 1),
        ("mandag 1. maj 9999", 1),
        ("fastelavnsmandag 2. marts", 0),
        ("tirsdag  den\n2.\tmarts", 0),
        ("tirsdag d. 2. marts", 0),
        ("mandag d. 2. marts", 1),
        ("mandag d.2.marts", 1),
        ("tirs. 2. marts", 0),
        ("tir 2. mar", 0),
        ("ons. 32. februar", 1),
        ("ons 2. marts", 1),
        ("Tors., d. 2. marts", 1),
        ("man. 2. marts", 1),
        ("Der kan man 2. marts melde sig til", 0),
        ("Tirsdag, den 2. marts", 0),
        ("Torsdag, den 2. marts", 1),
        ("Tirsdag den 2/3", 0),
        ("Torsdag den 2/3", 1),
        ("tirsdag 2/3-2027", 0),
        ("tirsdag 2/3/2027", 0),
        ("torsdag 2/3-2027", 1),
        ("tirsdag 2/3-2026", 1),
        ("mandag 2/3 2026", 0),
        ("tirsdag 2/13", 1),
        ("tirsdag 2/2027", 0),
        ("tirsdag 2. ſeptember", 1),  # the long s is an s
    ],
)
def test_finds_a_weekday_that_does_not_fit(text, count):
    assert len(wrong_weekdays(text, NEAR)) == count


@pytest.mark.parametrize(
    "text",
    [
        "mandag" + " " * 100_000,
        "mandag den" + " " * 100_000,
        "mandag d." + " " * 100_000 + "2" + " " * 100_000,
        "mandag 2." + " " * 100_000,
        "mandag 2/3" + " " * 100_000,
        "mandag 2. marts" + "a" * 100_000,
        "man. " * 20_000,
        "mandag, d. " * 10_000,
        "mandag 2/" * 11_000,
        "man.,.,d.d./-" * 8_000,
        "1" * 100_000,
    ],
    ids=lambda text: text[:12],
)
def test_reads_a_long_text_at_once(text):
    begun = time.process_time()
    wrong_weekdays(text, NEAR)
    # A backtracking pattern takes minutes here; the bound is for a busy machine.
    assert time.process_time() - begun < 2


def test_says_which_day_it_is():
    (sentence,) = wrong_weekdays("Vi ses onsdag den 2. marts.", NEAR)
    for part in ("onsdag den 2. marts", "2.3.2027", "tirsdag"):
        assert (part, part in sentence) == (part, True)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)), st.integers(0, 6))
def test_accepts_just_the_one_weekday_of_every_date(date, weekday):
    text = f"{WEEKDAYS[weekday]} den {date.day}. {MONTHS[date.month - 1]} {date.year}"
    assert len(wrong_weekdays(text, NEAR)) == (0 if date.weekday() == weekday else 1)


@given(st.text(), st.dates())
def test_reads_any_text_beside_any_date(text, near):
    assert wrong_weekdays(f"mandag den 3. {text}", near) == wrong_weekdays(
        f"mandag den 3. {text}", near
    )
    wrong_weekdays("mandag den 29. februar", near)
