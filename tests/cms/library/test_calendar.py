"""The deadlines of calls for funding, as calendar programs and feed readers get them."""

import datetime as dt

import feedparser
import pytest
from django.utils import timezone
from icalendar import Calendar

from cms.library.calendar import calendar_file
from tests.factories.library import make_call

pytestmark = pytest.mark.django_db

ODD = 'Til \\Norden; "vand", luft\nog jord 🌱 ' + "lang " * 30
DAY = dt.timedelta(days=1)


def entries(file):
    return list(Calendar.from_ical(file).walk("VEVENT"))


def copenhagen(*when):
    return timezone.make_aware(dt.datetime(*when))


def test_writes_a_deadline_as_a_whole_day_in_denmark(home):
    # Half past twelve at night in Copenhagen is the day before in UTC.
    call = make_call(
        title="Grønne indkøb",
        lead="Til den daglige drift.",
        amount_to=250_000,
        deadline_at=copenhagen(2027, 7, 1, 0, 30),
    )
    (entry,) = entries(calendar_file([call], name="Netværket"))
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (dt.date(2027, 7, 1), dt.date(2027, 7, 2))
    assert entry["uid"] == f"{call.translation_key}@funding"
    assert entry["transp"] == "TRANSPARENT"
    assert entry["url"] == call.full_url
    assert "Grønne indkøb" in entry["summary"]
    for words in ("00.30", "Til den daglige drift.", "250.000 kr.", call.full_url):
        assert (words, words in entry["description"]) == (words, True)


def test_writes_odd_words_as_rfc_5545_wants_them(home):
    file = calendar_file([make_call(title=ODD, slug="odd")], name=ODD).decode()
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
    unfolded = file.replace("\r\n ", "")
    # A backslash before an N is itself, and no line break.
    assert 'Til \\\\Norden\\; "vand"\\, luft og jord 🌱' in unfolded


def test_is_the_same_deadline_when_it_moves(home):
    call = make_call(deadline_at=copenhagen(2027, 3, 1, 12))
    (before,) = entries(calendar_file([call], name="x"))
    call.deadline_at = copenhagen(2027, 4, 1, 12)
    (after,) = entries(calendar_file([call], name="x"))
    assert before["uid"] == after["uid"]
    assert after["dtstart"].dt == dt.date(2027, 4, 1)


def test_gives_the_deadlines_of_a_year_and_all_to_come(client, home):
    now = timezone.now()
    shown = [make_call(deadline_at=now + days * DAY) for days in (-300, 5, 900)]
    make_call(deadline_at=now - 400 * DAY)
    make_call(deadline_at=None)
    answer = client.get("/midler.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="midler.ics"'
    found = {str(entry["uid"]) for entry in entries(answer.content)}
    assert found == {f"{call.translation_key}@funding" for call in shown}


def test_gives_no_more_than_a_calendar_takes(client, home, monkeypatch):
    monkeypatch.setattr("home.machine_views.MOST_DEADLINES", 2)
    now = timezone.now()
    calls = [make_call(deadline_at=now + days * DAY) for days in (1, 2, 3)]
    found = {str(entry["uid"]) for entry in entries(client.get("/midler.ics").content)}
    assert found == {f"{call.translation_key}@funding" for call in calls[1:]}


def test_is_a_calendar_before_there_is_a_call(client, home):
    assert entries(client.get("/midler.ics").content) == []
    feed = feedparser.parse(client.get("/midler.atom").content)
    assert (feed.bozo, feed.entries) == (False, [])


def test_tells_feed_readers_of_calls(client, home):
    call = make_call(title="Grønne & ]]> indkøb", slug="indkoeb", lead="Til den daglige drift.")
    feed = feedparser.parse(client.get("/midler.atom").content)
    assert not feed.bozo
    assert [(entry.title, entry.summary, entry.link) for entry in feed.entries] == [
        ("Grønne & ]]> indkøb", "Til den daglige drift.", call.full_url)
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_asks_as_often_for_three_calls_as_for_one(client, home, count, django_assert_num_queries):
    for _ in range(count):
        make_call()
    client.get("/midler.ics")
    with django_assert_num_queries(5):
        client.get("/midler.ics")


@pytest.mark.parametrize("address", ["/midler.ics", "/midler.atom"])
def test_takes_nothing_from_anybody(client, home, address):
    assert client.post(address).status_code == 405
