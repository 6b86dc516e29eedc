"""What makes an invitation impossible, each fault at its field; through the model and the editor's form."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from cms.invitations.pages import InvitationPage
from cms.invitations.validation import faults

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
# Tuesday 2 March 2027
START = dt.datetime(2027, 3, 2, 9, 0, tzinfo=COPENHAGEN)
HOUR = dt.timedelta(hours=1)


def invitation(**fields):
    fields.setdefault("title", "Energidag")
    fields.setdefault("starts_at", START)
    fields.setdefault("ends_at", START + 7 * HOUR)
    return InvitationPage(**fields)


def item(start, end=None, title="Oplæg"):
    return ("item", {"starts_at": start, "ends_at": end, "title": title, "kind": "talk"})


def fields_of(**fields):
    return {field: len(sentences) for field, sentences in faults(invitation(**fields)).items()}


def test_finds_no_fault_in_an_ordinary_day():
    assert fields_of(deadline_at=START - 24 * HOUR, programme=[item(dt.time(9), dt.time(10))]) == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"ends_at": START},
        {"ends_at": START - HOUR},
        {"ends_at": START + dt.timedelta(days=14, minutes=1)},
    ],
    ids=["at once", "before", "a fortnight and a minute"],
)
def test_names_the_end(fields):
    assert fields_of(**fields) == {"ends_at": 1}


@pytest.mark.parametrize(
    ("deadline", "found"),
    [(START - HOUR, {}), (START, {}), (START + HOUR, {"deadline_at": 1})],
)
def test_names_a_deadline_after_the_day_begins(deadline, found):
    assert fields_of(deadline_at=deadline) == found


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
@pytest.mark.parametrize("field", ["starts_at", "ends_at", "deadline_at"])
def test_names_a_year_that_is_a_slip_of_the_hand(field, year):
    moment = dt.datetime(year, 12, 31, 23, 59, tzinfo=COPENHAGEN)
    assert fields_of(**{field: moment}) == {field: 1}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"price_kind": "free"}, {}),
        ({"price_kind": "free", "price": Decimal("0")}, {}),
        ({"price_kind": "free", "price": Decimal("350")}, {"price": 1}),
        ({"price_kind": "paid"}, {"price": 1}),
        ({"price_kind": "paid", "price": Decimal("0")}, {"price": 1}),
        ({"price_kind": "paid", "price": Decimal("350")}, {}),
    ],
)
def test_names_a_price_that_disagrees(fields, found):
    assert fields_of(**fields) == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Vi ses tirsdag den 2. marts.", 0),
        ("Vi ses tirsdag 2. marts 2027.", 0),
        ("Tirsdag d. 2. marts og torsdag den 4. mar.", 0),
        ("Vi ses onsdag den 2. marts.", 1),
        ("Vi ses tirs. 2. marts eller torsdag 4/3-2027.", 0),
        ("Vi ses ons. 2. marts eller torsdag d. 3/3.", 2),
        ("VI SES ONSDAG DEN 2. MARTS!", 1),
        ("onsdag 2. marts og fredag 4. marts", 2),
        ("tirsdag den 31. februar", 1),
        ("tirsdag den 2. marts 2026", 1),
        ("tirsdag 99. marts", 1),
        ("mandag den 0. maj", 1),
        ("Hver tirsdag i marts", 0),
        ("tirsdag " * 5000, 0),
        ("", 0),
    ],
    ids=lambda value: str(value)[:40],
)
@pytest.mark.parametrize("field", ["title", "lead", "body"])
def test_names_a_weekday_that_disagrees_with_its_date(field, text, count):
    value = [("paragraph", f"<p>{text}</p>")] if field == "body" else text
    assert fields_of(**{field: value}) == ({field: count} if count else {})


def test_names_programme_items_that_end_before_they_begin():
    programme = [
        item(dt.time(9), dt.time(10)),
        item(dt.time(11), dt.time(10)),
        item(dt.time(12)),
        item(dt.time(14), dt.time(13)),
    ]
    assert fields_of(programme=programme) == {"programme": 2}


def test_lets_a_programme_run_past_midnight():
    start = dt.datetime(2027, 3, 2, 20, 0, tzinfo=COPENHAGEN)
    programme = [item(dt.time(23), dt.time(1))]
    assert fields_of(starts_at=start, ends_at=start + 6 * HOUR, programme=programme) == {}


def test_counts_hours_and_not_the_clock_on_the_nights_when_it_changes():
    # Half past two comes twice in the night of 31 October 2027: the second is an hour later.
    first = dt.datetime(2027, 10, 31, 2, 30, tzinfo=COPENHAGEN).astimezone(dt.UTC)
    second = dt.datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=COPENHAGEN).astimezone(dt.UTC)
    assert second - first == HOUR
    assert fields_of(starts_at=first, ends_at=second) == {}
    assert fields_of(starts_at=second, ends_at=first) == {"ends_at": 1}


def test_names_several_fields_at_once():
    found = fields_of(title="onsdag den 2. marts", ends_at=START - HOUR, price_kind="paid")
    assert found == {"ends_at": 1, "price": 1, "title": 1}


def test_raises_what_it_finds_at_the_fields():
    with pytest.raises(ValidationError) as caught:
        invitation(ends_at=START - HOUR).clean()
    assert list(caught.value.message_dict) == ["ends_at"]


def form(**typed):
    """The editor's own form, filled in with text."""
    form_class = InvitationPage.get_edit_handler().get_form_class()
    data = {
        "title": "Energidag",
        "slug": "energidag",
        "starts_at": "02.03.2027 09:00",
        "ends_at": "02.03.2027 16:00",
        "kind": "network_day",
        "price_kind": "free",
        "guests_allowed": "0",
        "sign_up": "members",
        **{f"{stream}-count": "0" for stream in ("programme", "body", "recap")},
        "materials-TOTAL_FORMS": "0",
        "questions-TOTAL_FORMS": "0",
        "questions-INITIAL_FORMS": "0",
        "materials-INITIAL_FORMS": "0",
        **typed,
    }
    return form_class(data, instance=InvitationPage())


@pytest.mark.django_db
def test_takes_an_ordinary_day_from_the_form(home):
    assert form().errors == {}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("starts_at", ""),
        ("starts_at", "nonsense"),
        ("starts_at", "31.02.2027 09:00"),
        ("starts_at", "28.03.2027 02:30"),  # the clock jumps over it
        ("starts_at", "31.10.2027 02:30"),  # it comes twice
        ("starts_at", "01.01.0001 00:00"),
        ("ends_at", "31.12.9999 23:59"),
        ("ends_at", "02.03.2027 08:00"),
        ("deadline_at", "03.03.2027 09:00"),
        ("deadline_at", "28.03.2027 02:30"),
        ("title", "Onsdag den 2. marts"),
        ("seats", "0"),
        ("seats", "-1"),
        ("seats", "100001"),
        ("seats", "9" * 40),
        ("seats", "1e3"),
        ("guests_allowed", "6"),
        ("price", "-1"),
        ("price", "NaN"),
        ("price", "9999999"),
        ("contact_email", "nonsense"),
        ("kind", "nonsense"),
        ("place_name", "x" * 121),
        ("place_name", "a\x00"),
        ("lead", "x" * 401),
    ],
)
@pytest.mark.django_db
def test_names_the_field_in_the_editors_form(home, field, typed):
    assert list(form(**{field: typed}).errors) == [field]
