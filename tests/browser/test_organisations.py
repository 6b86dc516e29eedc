"""The field that finds organisations while one types, where an editor merges two."""

import pytest
from playwright.sync_api import expect

from cms.members.models import Member
from cms.organisations.importing import load_organisations
from tests.browser.looking import faults
from tests.factories.people import make_member, make_organisation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def pair(db):
    gone = make_organisation(name="Ærö Kommune")
    make_member(organisation=gone)
    return make_organisation(name="Ærø Kommune", code="492"), gone


def test_merges_two_by_keyboard(editor_page, pair):
    kept, gone = pair
    page = editor_page
    page.goto(f"/admin/organisations/{gone.pk}/merge/")
    field = page.get_by_role("combobox")
    expect(page.locator("select[name=into]")).to_be_hidden()
    field.focus()
    page.keyboard.type("AEROE")
    option = page.get_by_role("option", name="Ærø Kommune")
    expect(option).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    page.keyboard.press("Enter")
    expect(field).to_have_value("Ærø Kommune")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/merge/?into={kept.pk}")
    page.locator("form.network-buttons button").click()
    page.wait_for_url(f"**/inspect/{kept.pk}/")
    assert Member.objects.get().organisation == kept


def test_chooses_by_pointer_and_says_when_nothing_is_called_so(editor_page, pair):
    kept, gone = pair
    page = editor_page
    page.goto(f"/admin/organisations/{gone.pk}/merge/")
    field = page.get_by_role("combobox")
    field.fill("zzz")
    expect(page.locator(".organisation-finder [role=status]")).not_to_be_empty()
    field.fill("492")
    page.get_by_role("option").click()
    assert page.locator("select[name=into]").input_value() == str(kept.pk)


def test_gives_the_plain_list_back_when_the_server_cannot_be_asked(editor_page, pair):
    _kept, gone = pair
    page = editor_page
    page.goto(f"/admin/organisations/{gone.pk}/merge/")
    page.route("**/organisationer/**", lambda route: route.abort())
    page.get_by_role("combobox").fill("ærø")
    expect(page.locator("select[name=into]")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_breaks_no_rule_of_accessibility_and_never_scrolls_sideways(editor_page, db, scheme):
    load_organisations()
    page = editor_page
    page.emulate_media(color_scheme=scheme)
    make_member()
    other = make_organisation().pk
    for url, part in (
        ("/admin/coverage/", ".network-coverage"),
        (f"/admin/organisations/{other}/merge/", ".network-merge"),
    ):
        for width in (320, 1360):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(url)
            assert (url, width, faults(page, part)) == (url, width, [])
            root = "document.documentElement"
            assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
