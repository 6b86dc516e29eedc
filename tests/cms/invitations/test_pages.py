"""The pages of network days."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import PageViewRestriction

from cms.invitations.index_page import PAST_A_PAGE
from cms.invitations.pages import InvitationPage
from cms.seasons.models import Season
from tests.factories.pages import make_invitation, make_topic
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
PAYLOAD = "<script>alert('x')</script>"


def page_of(client, page, query=None):
    response = client.get(page.url, query)
    assert response.status_code == 200
    return response


def test_shows_the_facts_of_the_day(client, home):
    page = make_invitation(
        title="Energidag",
        lead="Kom og se.",
        place_name="Rådhuset",
        place_address="Nytorv 9, 5500 Middelfart",
        seats=40,
        price_kind="paid",
        price=Decimal("350"),
        contact_name="Ida Berg",
        contact_email="ida@kommune.example",
        topics=[make_topic(title="Energi i bygninger")],
        programme=[
            (
                "item",
                {"starts_at": dt.time(9), "ends_at": None, "title": "Velkomst", "kind": "talk"},
            )
        ],
    )
    html = page_of(client, page).content.decode()
    for words in (
        "Energidag",
        "Kom og se.",
        "Rådhuset",
        "Nytorv 9, 5500 Middelfart",
        "40",
        "350",
        "Ida Berg",
        "ida@kommune.example",
        "Energi i bygninger",
        "Velkomst",
        f"{page.url}kalender/",
    ):
        assert (words, words in html) == (words, True)


@pytest.mark.parametrize(
    ("start", "deadline", "is_past", "is_open"),
    [
        (9 * DAY, None, False, True),
        (9 * DAY, DAY, False, True),
        (9 * DAY, -DAY, False, False),
        (-DAY / 24, None, False, False),
        (-9 * DAY, None, True, False),
    ],
    ids=["to come", "before the deadline", "after the deadline", "running", "held"],
)
def test_says_whether_one_can_still_sign_up(client, home, start, deadline, is_past, is_open):
    now = timezone.now()
    page = make_invitation(
        starts_at=now + start, deadline_at=None if deadline is None else now + deadline
    )
    context = page_of(client, page).context
    assert (context["is_past"], context["is_open"]) == (is_past, is_open)


@pytest.mark.parametrize(
    "start",
    [
        "2027-03-28T00:30Z",
        "2027-03-28T01:30Z",
        "2027-10-31T00:30Z",
        "2027-10-31T01:30Z",
        "2026-12-31T23:30Z",
    ],
)
def test_shows_days_around_midnight_and_when_the_clock_changes(client, home, start):
    moment = dt.datetime.fromisoformat(start)
    assert make_invitation(starts_at=moment, ends_at=moment + DAY / 12).starts_at == moment
    page_of(client, InvitationPage.objects.get())


def test_shows_typed_tags_as_text(client, home):
    page = make_invitation(
        title=PAYLOAD, lead=PAYLOAD, place_name=PAYLOAD, contact_name=PAYLOAD, contact_phone=PAYLOAD
    )
    html = page_of(client, page).content.decode()
    assert PAYLOAD not in html
    assert html.count(escape(PAYLOAD)) >= 3


def test_lists_days_to_come_and_days_that_were(client, home):
    now = timezone.now()
    past, soon = make_invitation(starts_at=now - 9 * DAY), make_invitation(starts_at=now + DAY)
    make_invitation(title="Kladden", live=False)
    private = make_invitation(title="Lukket")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    response = page_of(client, soon.get_parent().specific)
    assert list(response.context["upcoming"]) == [soon]
    assert list(response.context["past"]) == [past]
    assert [w for w in ("Kladden", "Lukket") if w in response.content.decode()] == []


def test_shows_the_season_it_is(client, home):
    today = timezone.localdate()
    season = Season.objects.create(name="2026–2027", starts_on=today, ends_on=today + 99 * DAY)
    index = make_invitation().get_parent().specific
    assert page_of(client, index).context["season"] == season


def test_lists_nothing_before_there_is_a_day(client, home):
    page = make_invitation()
    index = page.get_parent().specific
    page.delete()
    assert list(page_of(client, index).context["upcoming"]) == []


@pytest.mark.parametrize(
    "number",
    ["0", "-1", "2", "x", "", "9" * 5000, "\x00", "१"],
    ids=lambda number: ascii(number[:9]),
)
def test_shows_some_page_whatever_page_is_asked_for(client, home, number):
    past = make_invitation(starts_at=timezone.now() - 9 * DAY)
    response = page_of(client, past.get_parent().specific, {"page": number})
    assert list(response.context["past"]) == [past]


def test_divides_a_long_past_into_pages(client, home):
    for days in range(PAST_A_PAGE + 1):
        page = make_invitation(starts_at=timezone.now() - (9 + days) * DAY)
    index = page.get_parent().specific
    assert len(page_of(client, index).context["past"]) == PAST_A_PAGE
    assert len(page_of(client, index, {"page": "2"}).context["past"]) == 1


def test_names_no_draft_area_on_a_day(client, home):
    page = make_invitation(topics=[make_topic(title="Kladdeområdet", live=False)])
    assert "Kladdeområdet" not in page_of(client, page).content.decode()


@pytest.mark.parametrize(
    ("name", "address", "place"),
    [("Rådhuset", "Nytorv 9", "Rådhuset, Nytorv 9"), ("", "Nytorv 9", "Nytorv 9"), ("", "", "")],
)
def test_writes_the_place_on_one_line(name, address, place):
    assert InvitationPage(place_name=name, place_address=address).place == place


@pytest.mark.parametrize(
    ("price", "shown"), [("350.00", "350"), ("349.50", "349,50"), ("1250", "1250")]
)
def test_writes_the_price_with_a_comma(price, shown):
    label = InvitationPage(price_kind="paid", price=Decimal(price)).price_label
    assert label.replace(".", "").count(shown) == 1


def test_says_when_it_is_free():
    free = InvitationPage(price_kind="free").price_label
    assert free == InvitationPage(price_kind="paid", price=None).price_label != ""


def test_begins_in_the_running_season(client, home):
    today = timezone.localdate()
    season = Season.objects.create(name="I år", starts_on=today, ends_on=today + 99 * DAY)
    client.force_login(make_editor())
    parent = make_invitation().get_parent()
    url = reverse("wagtailadmin_pages:add", args=["cms", "invitationpage", parent.pk])
    assert client.get(url).context["form"].initial["season"] == season
