"""What a visitor does: opens the network page and everything it leads to, by eye, by keyboard, on paper."""

import re

import pytest

pytestmark = [
    pytest.mark.browser,
    # The site's own thread sees only what is committed; afterwards, what the migrations made is put back.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def sheets(page):
    """How many sheets of A4 the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def test_leads_from_the_network_page_to_a_story(browser_page, network):
    browser_page.goto(network["home"])
    browser_page.get_by_role("link", name="Varmen i kælderen").first.click()
    assert browser_page.locator("h1").inner_text() == "Varmen i kælderen"


def test_reads_a_story_through_another_lens_by_keyboard(browser_page, network):
    browser_page.goto(network["story"])
    browser_page.get_by_role("link", name="Operationel").press("Enter")
    browser_page.wait_for_url("**/?level=operational#niveau")
    assert browser_page.evaluate("document.activeElement.id") == "niveau"


@pytest.mark.parametrize("name", ["story", "invitation"])
def test_prints_on_one_page(browser_page, network, name):
    browser_page.goto(network[name])
    assert sheets(browser_page) == 1


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
