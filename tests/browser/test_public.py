"""What a visitor does: opens the network page and everything it leads to, by eye and by keyboard."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from cms.seasons.models import Season
from tests.factories.pages import (
    make_goal,
    make_home,
    make_invitation,
    make_newsletter,
    make_story,
    make_topic,
)

pytestmark = [
    pytest.mark.browser,
    # The site's own thread sees only what is committed; afterwards, what the migrations made is put back.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def network(site):
    """A small network with one of each kind of page; {name: address}."""
    home = make_home()
    today = timezone.localdate()
    season = Season.objects.create(
        name="I år", starts_on=today - dt.timedelta(days=90), ends_on=today + dt.timedelta(days=200)
    )
    goal = make_goal(7, title="Bæredygtig energi")
    topic = make_topic(title="Energi", slug="energi", goals=[goal])
    about = {"goals": [goal], "topics": [topic]}
    pages = {
        "home": home,
        "goal": goal,
        "topic": topic,
        "story": make_story(title="Varmen i kælderen", lead="De målte først.", **about),
        "invitation": make_invitation(title="Bygninger", seats=40, season=season, **about),
        "newsletter": make_newsletter(body=[("heading", "Her")], headline="se her"),
    }
    pages["stories"], pages["days"] = pages["story"].get_parent(), pages["invitation"].get_parent()
    return {name: page.get_url() for name, page in pages.items()} | {"search": "/soeg/?q=varmen"}


def faults(page):
    return [f"{found['id']}: {found['help']}" for found in Axe().run(page).response["violations"]]


def test_leads_from_the_network_page_to_a_story(browser_page, network):
    browser_page.goto(network["home"])
    browser_page.get_by_role("link", name="Varmen i kælderen").first.click()
    assert browser_page.locator("h1").inner_text() == "Varmen i kælderen"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1360), ("dark", 390)])
def test_breaks_no_rule_of_accessibility(browser_page, network, scheme, width):
    browser_page.emulate_media(color_scheme=scheme)
    browser_page.set_viewport_size({"width": width, "height": 900})
    for name, address in network.items():
        browser_page.goto(address)
        assert faults(browser_page) == [], name


@pytest.mark.parametrize("width", [320, 390, 768, 1360])
def test_never_scrolls_sideways(browser_page, network, width):
    browser_page.set_viewport_size({"width": width, "height": 900})
    for name, address in network.items():
        browser_page.goto(address)
        wide = browser_page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, name


def test_asks_nobody_else_for_anything(browser_page, network, site):
    asked = []
    browser_page.on("request", lambda request: asked.append(request.url))
    for address in network.values():
        browser_page.goto(address)
    assert [url for url in asked if not url.startswith((site, "data:"))] == []


def test_can_be_walked_by_keyboard(browser_page, network):
    browser_page.goto(network["home"])
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.className") == "skip"
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "indhold"
