"""A cancelled day where visitors, members and other programs meet it."""

import json
import re

import pytest
from django.utils import timezone
from icalendar import Calendar

from cms.invitations import changing
from cms.invitations.models import Registration
from cms.invitations.sweeping import sweep
from newsletters.editions.queries import next_days
from tests.factories.pages import make_invitation
from tests.factories.seats import account_of, make_registration, make_registrations

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(home):
    return make_invitation(title="Energidag", seats=1)


def cancel(day, because="Sne på banen."):
    changing.cancel_day(day=day, because=because, by=None, now=timezone.now())


def html_of(client, url):
    return client.get(url).content.decode()


def test_stays_and_says_at_the_top_that_it_is_cancelled(client, day):
    cancel(day)
    html = html_of(client, day.url)
    assert html.index("Dagen er aflyst") < html.index("<h1>Energidag")
    assert "Sne på banen." in html
    assert f"{day.url}tilmeld/" not in html


def test_escapes_the_reason(client, day):
    cancel(day, "<b>Sne</b> ]]> & is")
    assert "&lt;b&gt;Sne&lt;/b&gt; ]]&gt; &amp; is" in html_of(client, day.url)


def test_is_not_the_next_day_on_the_front(client, day):
    other = make_invitation(title="Vanddag", starts_at=day.ends_at)
    cancel(day)
    assert client.get("/").context["next_invitation"] == other


def test_is_marked_in_the_list(client, day):
    cancel(day)
    assert '<span class="is-cancelled">Aflyst</span>' in html_of(client, day.get_parent().url)


def test_tells_search_engines(client, day):
    cancel(day)
    found = re.findall(r'application/ld\+json">(.*?)</script>', html_of(client, day.url), re.S)
    said = {one["@type"]: one for one in map(json.loads, found)}
    assert said["Event"]["eventStatus"] == "https://schema.org/EventCancelled"


def test_is_cancelled_in_calendars(client, day):
    cancel(day)
    for url in (f"{day.url}kalender/", f"{day.get_parent().url}kalender/"):
        (event,) = Calendar.from_ical(client.get(url).content).walk("VEVENT")
        assert event["status"] == "CANCELLED"


def test_is_offered_to_no_newsletter(day):
    cancel(day)
    assert list(next_days(timezone.now(), None)) == []


def test_keeps_every_registration_as_it_is(day):
    first, second = make_registrations(2, day)
    cancel(day)
    sweep(now=timezone.now())
    second.refresh_from_db()
    assert second.state == Registration.State.WAITING
    first.refresh_from_db()
    assert first.state == Registration.State.SEATED


def test_says_so_at_ones_own_seat(client, day):
    own = make_registration(day)
    cancel(day)
    client.force_login(account_of(own.member))
    html = html_of(client, f"{day.url}tilmelding/")
    assert "Dagen er aflyst" in html
    assert "Sne på banen." in html
