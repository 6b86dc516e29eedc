"""Calendars that programs subscribe to, read back by two parsers that know nothing of each other."""

import datetime as dt

import pytest
import vobject
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cms.invitations import changing, feeds
from cms.invitations.memory import CalendarLink
from cms.logs import masked
from cms.members.leaving import erase
from cms.seasons.models import Season
from tests.factories.pages import make_invitation
from tests.factories.people import make_editor, make_member
from tests.factories.seats import account_of, make_registration

pytestmark = pytest.mark.django_db
RENEW = reverse("invitations:renew_calendar")


@pytest.fixture
def anna(client, home):
    member = make_member(first_name="Anna")
    client.force_login(account_of(member))
    return member


def address(member):
    link = feeds.renew(member=member, now=timezone.now())
    return reverse("invitations:own_calendar", args=[feeds.token_of(link)])


def read(response):
    """[(summary, begins, status)] as each of two parsers reads it; they have to agree."""
    assert response.status_code == 200
    events = Calendar.from_ical(response.content).walk("VEVENT")
    first = [
        (str(one["summary"]), one.decoded("dtstart"), str(one.get("status", ""))) for one in events
    ]
    calendar = vobject.readOne(response.content.decode())
    second = [
        (one.summary.value, one.dtstart.value, one.status.value if hasattr(one, "status") else "")
        for one in calendar.contents.get("vevent", [])
    ]
    assert second == first
    return first


def test_has_my_days_and_those_of_nobody_else(client, anna):
    day = make_invitation(title="Energidag")
    make_registration(day, anna)
    make_registration(make_invitation(title="Vanddag"))
    assert read(client.get(address(anna))) == [("Energidag", day.starts_at, "")]


def test_says_of_a_day_that_i_only_wait_for_it(client, anna):
    day = make_invitation(title="Energidag", seats=1)
    make_registration(day)
    make_registration(day, anna)
    ((summary, _begins, status),) = read(client.get(address(anna)))
    assert (summary, status) == ("på ventelisten: Energidag", "TENTATIVE")


@pytest.mark.parametrize(
    "title", ["Energi ]]> & vand; a, b", "To linjer\nBEGIN:VEVENT", "Sol 🌞 og vind", "x" * 250]
)
def test_takes_titles_that_mean_something_to_a_parser(title, client, anna):
    day = make_invitation()
    type(day).objects.filter(pk=day.pk).update(title=title)
    make_registration(day, anna)
    ((summary, _begins, _status),) = read(client.get(address(anna)))
    assert summary == " ".join(title.split())


def test_keeps_a_backslash_before_an_n(client, anna):
    day = make_invitation(title="Mappen C:\\Nyt, delt")
    make_registration(day, anna)
    text = client.get(address(anna)).content.decode()
    assert "SUMMARY:Mappen C:\\\\Nyt\\, delt\r\n" in text


def test_shows_a_cancelled_day_as_cancelled_everywhere(client, anna):
    season = Season.objects.create(
        name="I år", starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2031, 1, 1)
    )
    day = make_invitation(title="Energidag", season=season)
    make_registration(day, anna)
    changing.cancel_day(day=day, because="", by=None, now=timezone.now())
    index = day.get_parent().url
    expected = [("Energidag", day.starts_at, "CANCELLED")]
    paths = ("kalender/", "kalender/alle/", f"kalender/{season.pk}/")
    for url in (address(anna), *(index + path for path in paths)):
        assert read(client.get(url)) == expected


def test_says_how_often_to_look_again(client, home):
    day = make_invitation()
    text = client.get(f"{day.get_parent().url}kalender/alle/").content.decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in text
    assert "X-PUBLISHED-TTL:PT6H" in text


def test_opens_without_signing_in_and_is_found_by_nobody(client, anna):
    url = address(anna)
    client.logout()
    response = client.get(url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert client.post(url).status_code == 405


def test_ends_the_old_address_when_a_new_one_is_made(client, anna):
    old = address(anna)
    assert client.get(RENEW).status_code == 405
    client.post(RENEW)
    assert client.get(old).status_code == 404
    assert CalendarLink.objects.count() == 1


def test_opens_nothing_for_any_other_text(client, anna):
    good = address(anna)
    code = CalendarLink.objects.get().code
    for token in ("x", "x" * 44, code, code + "A" * 22, "a" * 10_000, "%00", "ny%ED%A0%80"):
        assert client.get(f"/min-kalender/{token}/").status_code == 404
    assert client.get(good).status_code == 200


def test_opens_nothing_for_a_member_who_is_erased(client, anna):
    url = address(anna)
    client.logout()
    erase(member=anna, now=timezone.now())
    assert client.get(url).status_code == 404


def test_is_only_for_members(client, home):
    assert client.post(RENEW).status_code == 302
    client.force_login(make_editor())
    assert client.post(RENEW).status_code == 403


def test_stands_on_my_page_as_soon_as_it_is_made(client, anna):
    page = reverse("my_page")
    assert "Lav min kalenders adresse" in client.get(page).content.decode()
    client.post(RENEW)
    token = feeds.token_of(CalendarLink.objects.get())
    html = client.get(page).content.decode()
    assert html.count(token) == 2
    assert "Lav en ny adresse" in html


def test_keeps_the_address_out_of_logs(anna):
    assert masked(f"GET {address(anna)} 404") == "GET /min-kalender/…/ 404"


@pytest.mark.parametrize("season", ["999999", "9" * 40])
def test_knows_no_other_season(season, client, home):
    index = make_invitation().get_parent().url
    assert client.get(f"{index}kalender/{season}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_takes_the_same_queries_for_one_day_and_three(
    count, client, anna, django_assert_num_queries
):
    for _ in range(count):
        make_registration(make_invitation(), anna)
    url = address(anna)
    client.logout()
    client.get(url)
    with django_assert_num_queries(2):
        client.get(url)
