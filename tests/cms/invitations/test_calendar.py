"""Calendar files, read back with the icalendar package and with a reader of our own (RFC 5545)."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from cms.content.calendars import one_line
from cms.invitations.calendar import calendar_file
from cms.invitations.pages import InvitationPage
from cms.seasons.models import Season
from tests.factories.pages import make_invitation

pytestmark = pytest.mark.django_db

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
TITLES = [
    "Energidag i Middelfart",
    "Æbler, øl; ål & \\ »kage«",
    "]]> </script> <b>",
    "Linje\nto\r\nBEGIN:VALARM",
    "x" * 300,
    "🌱" * 80,
    "\x07a\x00b\x1f",
    "שלום",
]


def unsaved(**fields):
    fields.setdefault("title", "Energidag")
    fields.setdefault("starts_at", dt.datetime(2027, 3, 2, 9, 0, tzinfo=COPENHAGEN))
    fields.setdefault("ends_at", dt.datetime(2027, 3, 2, 16, 0, tzinfo=COPENHAGEN))
    return InvitationPage(**fields)


def read_by_hand(content):
    """[(name, value)] of every content line: unfolded and unescaped as RFC 5545 3.1 and 3.3.11 say."""
    text = content.decode("utf-8")
    assert text.endswith("\r\n")
    assert re.search(r"(?<!\r)\n|\r(?!\n)", text) is None
    pairs = []
    for line in text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]:
        name, _colon, value = line.partition(":")
        unescaped = re.sub(r"\\([nN,;\\])", lambda m: "\n" if m[1] in "nN" else m[1], value)
        pairs.append((name, unescaped))
    return pairs


def only_event(content):
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_holds_the_day_as_the_page_tells_it():
    content = calendar_file(
        [unsaved(place_name="Rådhuset", place_address="Nytorv 9, 5500 Middelfart", lead="Kom.")],
        name="Verdensmålsnetværket",
    )
    event = only_event(content)
    assert str(event["summary"]) == "Energidag"
    assert event.decoded("dtstart") == dt.datetime(2027, 3, 2, 8, 0, tzinfo=dt.UTC)
    assert event.decoded("dtend") == dt.datetime(2027, 3, 2, 15, 0, tzinfo=dt.UTC)
    assert str(event["location"]) == "Rådhuset, Nytorv 9, 5500 Middelfart"
    by_hand = dict(read_by_hand(content))
    assert by_hand["DTSTART"] == "20270302T080000Z"
    assert by_hand["SUMMARY"] == "Energidag"
    assert by_hand["X-WR-CALNAME"] == "Verdensmålsnetværket"
    assert by_hand["METHOD"] == "PUBLISH"


@pytest.mark.parametrize("title", TITLES, ids=lambda title: ascii(title[:16]))
def test_keeps_every_title_on_its_line(title):
    content = calendar_file(
        [unsaved(title=title, place_name=title, contact_name=title)], name=title
    )
    expected = one_line(title)
    assert str(only_event(content)["summary"]) == expected
    by_hand = read_by_hand(content)
    assert [value for name, value in by_hand if name == "SUMMARY"] == [expected]
    assert [value for name, value in by_hand if name == "BEGIN"] == ["VCALENDAR", "VEVENT"]
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


@given(title=st.text(st.characters(exclude_categories=["Cs"])))
@example(title="\\N")
@example(title="a\\nb\\;c,\\")
def test_is_readable_whatever_the_words(title):
    content = calendar_file([unsaved(title=title, lead=title, place_name=title)], name="Netværket")
    by_hand = read_by_hand(content)
    # icalendar 7.3 reads an escaped backslash before an N as a line break, so words are compared by hand.
    assert [value for name, value in by_hand if name == "SUMMARY"] == [one_line(title)]
    assert [value for name, value in by_hand if name == "BEGIN"] == ["VCALENDAR", "VEVENT"]
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1


def test_writes_less_than_in_a_lead_as_it_stands():
    event = only_event(calendar_file([unsaved(lead="Fra a<b til c>d & 5 < 7")], name="x"))
    assert str(event["description"]) == "Fra a<b til c>d & 5 < 7"


@pytest.mark.parametrize("name", ["Ida Berg", 'Ida "I" Berg; chef, øverst', "", "a\r\nATTACH:x"])
def test_names_whom_to_ask(name):
    content = calendar_file([unsaved(contact_name=name, contact_email="ida@b.example")], name="x")
    organizer = only_event(content)["organizer"]
    assert str(organizer) == "mailto:ida@b.example"
    assert "ATTACH" not in [key for key, _value in read_by_hand(content)]


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2027-03-28 01:59", "20270328T005900Z"),
        ("2027-03-28 03:00", "20270328T010000Z"),
        ("2027-10-31 01:59", "20271030T235900Z"),
        ("2027-10-31 03:00", "20271031T020000Z"),
        ("2027-07-01 00:00", "20270630T220000Z"),
        ("2027-12-31 23:59", "20271231T225900Z"),
    ],
)
def test_writes_the_right_moment_around_midnight_and_when_the_clock_changes(local, utc):
    start = dt.datetime.fromisoformat(local).replace(tzinfo=COPENHAGEN)
    content = calendar_file([unsaved(starts_at=start, ends_at=start)], name="x")
    assert dict(read_by_hand(content))["DTSTART"] == utc


def fetch(client, page):
    response = client.get(f"{page.url}kalender/")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response


def summaries(response):
    return [str(event["summary"]) for event in Calendar.from_ical(response.content).walk("VEVENT")]


def test_gives_the_day_as_a_file(client, home):
    page = make_invitation(title="Energidag", slug="energidag")
    response = fetch(client, page)
    assert summaries(response) == ["Energidag"]
    assert response["Content-Disposition"] == 'attachment; filename="energidag.ics"'
    event = only_event(response.content)
    assert str(event["url"]) == page.full_url
    assert str(event["description"]) == page.full_url


def test_names_a_file_with_danish_letters(client, home):
    response = fetch(client, make_invitation(slug="æøå-dag"))
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C3%A6%C3%B8%C3%A5-dag.ics"
    )


def test_keeps_the_entry_when_the_day_changes(client, home):
    page = make_invitation()
    first = only_event(fetch(client, page).content)
    page.title = "Ny titel"
    page.save_revision().publish()
    second = only_event(fetch(client, page).content)
    assert first["uid"] == second["uid"]
    assert first["uid"] != only_event(fetch(client, make_invitation()).content)["uid"]


def test_holds_the_days_of_the_season(client, home):
    today = timezone.localdate()
    year = dt.timedelta(days=200)
    season = Season.objects.create(name="Nu", starts_on=today - year, ends_on=today + year)
    past = make_invitation(
        title="Før", season=season, starts_at=timezone.now() - dt.timedelta(days=9)
    )
    make_invitation(title="Nu", season=season)
    make_invitation(title="Uden sæson")
    make_invitation(title="Kladden", season=season, live=False)
    private = make_invitation(title="Lukket", season=season)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert summaries(fetch(client, past.get_parent().specific)) == ["Før", "Nu"]


def test_holds_the_days_to_come_when_there_is_no_season(client, home):
    make_invitation(title="Før", starts_at=timezone.now() - dt.timedelta(days=9))
    page = make_invitation(title="Kommer")
    assert summaries(fetch(client, page.get_parent().specific)) == ["Kommer"]


def test_is_an_empty_calendar_before_there_is_a_day(client, home):
    page = make_invitation()
    index = page.get_parent().specific
    page.delete()
    assert summaries(fetch(client, index)) == []


def test_gives_no_file_of_a_private_day_or_a_draft(client, home):
    private, draft = make_invitation(), make_invitation(live=False)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert client.get(f"{private.url}kalender/").status_code == 302
    assert client.get(f"{draft.url}kalender/").status_code == 404
