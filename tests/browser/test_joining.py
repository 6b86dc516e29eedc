"""Joining in a real browser: without a script, by keyboard, on a telephone, in light and dark."""

import pytest
from playwright.sync_api import expect

from cms.members import asking_form
from cms.members.models import SignUp
from tests.browser.looking import faults
from tests.factories.joining import asked
from tests.factories.pages import make_goal, make_home, make_topic
from tests.factories.people import make_organisation

pytestmark = [
    pytest.mark.browser,
    # The site's own thread sees only what is committed; afterwards, what the migrations made is put back.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
JOIN = "/bliv-medlem/"


@pytest.fixture
def network(site, monkeypatch):
    monkeypatch.setattr(asking_form, "FEWEST_SECONDS", -1)
    make_home()
    for name in ("Køge Kommune", "Ringsted Kommune", "Ringkøbing-Skjern Kommune"):
        make_organisation(name=name)
    for number in range(1, 18):
        make_goal(number, title=f"Et mål med et ret langt navn {number}")
    for number in range(5):
        make_topic(title=f"Fagområde {number}")


def fill(page, **more):
    values = {"first_name": "Anna", "email": "anna@koege.example", "organisation": "Køge Kommune"}
    for name, value in {**values, **more}.items():
        page.fill(f"input[name={name}]", value)


def press(page):
    page.locator(".join-form button[type=submit]").click()


def each_page(page):
    """Every state that a visitor can meet, one after the other."""
    _made, token = asked()
    page.goto(JOIN)
    yield "form"
    page.locator("summary").click()
    yield "form with goals"
    fill(page, email="anna", organisation="ring")
    press(page)
    page.wait_for_selector(".faults")
    yield "errors"
    for path in ("tak/", "velkommen/", f"bekraeft/{token}/", "bekraeft/x/"):
        page.goto(f"{JOIN}{path}")
        yield path


def test_joins_without_a_script(chromium, network, site):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator(".hero .go").first.click()
    fill(page)
    page.locator("input[name=wordings]").check()
    press(page)
    page.wait_for_url(f"{site}{JOIN}tak/")
    made = SignUp.objects.get()
    assert (made.organisation.name, made.wordings.count()) == ("Køge Kommune", 1)
    assert context.cookies() == []
    context.close()


def test_finds_the_organisation_while_one_types(browser_page, network):
    page = browser_page
    page.goto(JOIN)
    field = page.get_by_role("combobox", name="Hvor arbejder du?")
    field.focus()
    page.keyboard.type("RINGKOEB")
    expect(page.get_by_role("option", name="Ringkøbing-Skjern Kommune")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Ringkøbing-Skjern Kommune")
    assert faults(page) == []


def test_suggests_the_organisation_from_the_address_and_changes_nothing_typed(
    browser_page, network
):
    page = browser_page
    page.goto(JOIN)
    field, address = page.locator("input[name=organisation]"), page.locator("input[name=email]")
    with page.expect_request("**/arbejdsplads/**") as asked:
        address.fill("anna.holm@koege.dk")
        address.blur()
    assert "anna" not in asked.value.url
    expect(field).to_have_value("Køge Kommune")
    address.fill("anna.holm@ringsted.dk")
    address.blur()
    expect(field).to_have_value("Ringsted Kommune")
    field.fill("Foreningen Sunde Skoler")
    address.fill("anna.holm@koege.dk")
    address.blur()
    page.wait_for_timeout(300)
    expect(field).to_have_value("Foreningen Sunde Skoler")


def test_writes_in_place_of_a_proposal_that_comes_while_one_is_in_the_field(browser_page, network):
    page = browser_page
    page.goto(JOIN)
    held = []
    page.route("**/arbejdsplads/**", lambda route: held.append(route))
    page.locator("input[name=email]").fill("anna.holm@koege.dk")
    field = page.locator("input[name=organisation]")
    with page.expect_request("**/arbejdsplads/**"):
        field.click()
    expect(field).to_be_focused()
    held[0].continue_()
    expect(field).to_have_value("Køge Kommune")
    page.keyboard.type("Ringsted Kommune")
    expect(field).to_have_value("Ringsted Kommune")


def test_confirms_with_a_press_and_not_before(browser_page, network, site):
    made, token = asked()
    browser_page.goto(f"{JOIN}bekraeft/{token}/")
    browser_page.wait_for_timeout(300)
    assert SignUp.objects.get().confirmed_at is None
    browser_page.locator("main form button").click()
    browser_page.wait_for_url(f"{site}{JOIN}velkommen/")
    made.refresh_from_db()
    assert made.confirmed_at is not None


def test_picks_one_of_those_that_could_be_meant(browser_page, network, site):
    browser_page.goto(JOIN)
    fill(browser_page, organisation="ring")
    press(browser_page)
    browser_page.get_by_label("Ringsted Kommune").check()
    press(browser_page)
    browser_page.wait_for_url(f"{site}{JOIN}tak/")
    assert SignUp.objects.get().organisation.name == "Ringsted Kommune"


def test_leads_from_the_summary_to_the_field(browser_page, network):
    browser_page.goto(JOIN)
    press(browser_page)
    browser_page.locator(".faults a[href='#id_email']").click()
    assert browser_page.evaluate("document.activeElement.name") == "email"
    assert browser_page.locator("[name=email]").get_attribute("aria-invalid") == "true"


def test_hides_the_trap_from_eyes_keyboard_and_screen_reader(browser_page, network):
    browser_page.goto(JOIN)
    trap = browser_page.locator("input[name=website]")
    assert trap.get_attribute("tabindex") == "-1"
    assert browser_page.locator(".trap").bounding_box()["width"] <= 1
    # First and last name and the address; the organisation has a list, the trap is for nobody.
    assert browser_page.get_by_role("textbox").count() == 3


@pytest.mark.parametrize(("scheme", "width"), [("light", 1360), ("dark", 320)])
def test_breaks_no_rule_and_never_scrolls_sideways(browser_page, network, scheme, width):
    browser_page.emulate_media(color_scheme=scheme)
    browser_page.set_viewport_size({"width": width, "height": 900})
    for state in each_page(browser_page):
        assert (state, faults(browser_page)) == (state, [])
        wide = browser_page.evaluate("document.documentElement.scrollWidth")
        assert (state, wide <= width) == (state, True)
