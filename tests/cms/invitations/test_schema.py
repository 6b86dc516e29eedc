"""A network day as schema.org's Event."""

import datetime as dt
import json
import re
from decimal import Decimal

import pytest

from cms.invitations.schema import schema_org
from tests.factories.pages import make_invitation

pytestmark = pytest.mark.django_db

START = dt.datetime(2027, 3, 2, 8, 0, tzinfo=dt.UTC)


def test_says_what_the_page_says(home):
    page = make_invitation(
        title="Energidag",
        lead="Kom.",
        starts_at=START,
        place_name="Rådhuset",
        place_address="Nytorv 9",
        seats=40,
        price_kind="paid",
        price=Decimal("350"),
    )
    assert schema_org(page, organizer="Netværket") == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Energidag",
        "description": "Kom.",
        "startDate": "2027-03-02T08:00:00+00:00",
        "endDate": "2027-03-02T15:00:00+00:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "url": page.full_url,
        "isAccessibleForFree": False,
        "organizer": {"@type": "Organization", "name": "Netværket"},
        "location": {"@type": "Place", "name": "Rådhuset", "address": "Nytorv 9"},
        "maximumAttendeeCapacity": 40,
        "offers": {
            "@type": "Offer",
            "price": "350.00",
            "priceCurrency": "DKK",
            "url": page.full_url,
        },
    }


def test_leaves_out_what_is_not_known(home):
    event = schema_org(make_invitation(), organizer="Netværket")
    assert {"location", "maximumAttendeeCapacity", "offers"} & event.keys() == set()
    assert event["isAccessibleForFree"] is True


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "]]> & <!--", 'a "b" \\'])
def test_stands_in_the_page_and_cannot_break_out_of_it(client, home, title):
    html = client.get(make_invitation(title=title).url).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    said = {one["@type"]: one for one in map(json.loads, found)}
    assert said["Event"]["name"] == title
    assert said["BreadcrumbList"]["itemListElement"][-1]["name"] == title
    assert "<script>alert(1)" not in html
