"""Weekdays beside dates."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale

from newsletters.editions.review import dates
from tests.factories.pages import make_newsletter, make_story

from .drafts import draft_of, found, severities, text

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
NEAR = NOW.date() + dates.AHEAD
WRONG = "torsdag den 12. maj"  # a Tuesday in 2026
RIGHT = "tirsdag den 12. maj"


def test_names_the_weekday_that_does_not_fit():
    page = make_newsletter(body=[("heading", "Kom"), text(f"Vi ses {WRONG}.")])
    (fault,) = found(dates.names_the_right_weekdays, page, NOW)
    assert (fault.block, fault.is_stop) == (str(page.body[1].id), True)
    assert WRONG in fault.words
    assert "tirsdag" in fault.words


def test_lets_the_right_weekday_be():
    page = make_newsletter(body=[text(f"Vi ses {RIGHT}, eller tirsdag den 12. maj 2026.")])
    assert found(dates.names_the_right_weekdays, page, NOW) == []


@pytest.mark.parametrize("field", ["subject", "preheader", "headline", "lead"])
def test_reads_the_fields_too(field):
    page = make_newsletter(**{field: WRONG})
    assert severities(found(dates.names_the_right_weekdays, page, NOW)) == ["stop"]


def test_reads_headings_and_leads_of_teasers():
    body = [("heading", WRONG), ("story", {"page": make_story(), "lead": WRONG})]
    assert len(found(dates.names_the_right_weekdays, make_newsletter(body=body), NOW)) == 2


def test_leaves_quotations_alone():
    body = [("quote", {"text": WRONG, "name": "Bo", "role": ""})]
    assert found(dates.names_the_right_weekdays, make_newsletter(body=body), NOW) == []


def test_reads_across_markup_but_not_across_paragraphs():
    page = make_newsletter(body=[text("tors<b>dag</b> den&nbsp;12. maj")])
    assert len(found(dates.names_the_right_weekdays, page, NOW)) == 1


@pytest.mark.parametrize(
    ("days", "year"), [(-55, 2026), (0, 2026), (290, 2026), (-70, 2027), (310, 2027)]
)
def test_reads_a_date_without_year_from_two_months_back_to_ten_ahead(days, year):
    """Five to ten days inside and outside of the limits, for the year is not 360 days long."""
    date = NOW.date() + dt.timedelta(days=days)
    meant = dates.closest(date.day, date.month, None, NEAR)
    expected = -60 <= (meant - NOW.date()).days <= 305
    assert expected
    assert (meant == date) is (-60 <= days <= 300)


def test_reads_english_in_an_english_newsletter():
    page = make_newsletter(body=[text("Thursday 12 May")])
    assert found(dates.names_the_right_weekdays, page, NOW) == []
    draft = draft_of(page, NOW)
    draft.page.locale = Locale.objects.get_or_create(language_code="en")[0]
    assert severities(list(dates.names_the_right_weekdays(draft))) == ["stop"]


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("Thursday 12 May", 1),
        ("Tuesday 12 May", 0),
        ("Tue., 12th of May 2026", 0),
        ("Wed, 12th May, 2026", 1),
        ("Tuesday, May 12", 0),
        ("Thursday, May 12th, 2026", 1),
        ("Monday, 30 February", 1),
        ("Sat on 12 chairs", 0),
        ("Thursday 12 Mayflowers", 0),
    ],
)
def test_reads_dates_as_english_writes_them(written, count):
    assert len(dates.wrong_english_weekdays(f"See you {written}!", NEAR)) == count


@given(st.text() | st.from_regex(dates.ENGLISH[0]) | st.from_regex(dates.ENGLISH[1]))
def test_reads_any_text(written):
    dates.wrong_english_weekdays(written, NEAR)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(dates.WEEKDAYS))
def test_finds_exactly_the_wrong_weekdays(date, weekday):
    month = dates.MONTHS[date.month - 1]
    written = f"{weekday} {date.day} {month} {date.year}"
    is_wrong = dates.WEEKDAYS[date.weekday()] != weekday
    assert bool(dates.wrong_english_weekdays(written, NEAR)) is is_wrong
