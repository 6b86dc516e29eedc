"""A wish in a real browser: a member writes it, another votes, an editor answers, everybody reads it."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from cms.participation.decisions.models import Ballot
from cms.participation.wishes.models import Vote, Wish
from tests.browser.conftest import sign_in as sign_editor_in
from tests.browser.conftest import window
from tests.browser.looking import faults, is_narrow
from tests.browser.test_directory import sign_in
from tests.factories.decisions import make_decision, options_of
from tests.factories.pages import make_home, make_topic
from tests.factories.people import make_member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def anna(site):
    cache.clear()
    make_home()
    make_topic(title="Indkøb")
    return make_member(first_name="Anna", last_name="Holm", consent=False)


def test_is_written_wanted_answered_and_read(browser_page, chromium, site, anna):
    page = browser_page
    sign_in(page, anna, on_to="/oensker/skriv/")
    # A case first, and confidential; then the member thinks better of it.
    page.check("input[name=kind][value=area]")
    page.check("input[name=is_confidential]")
    page.fill("input[name=title]", "Verdensmål i udbud")
    page.fill("textarea[name=text]", "Vis os de sætninger, der holdt.")
    page.click("form.fields .go[type=submit]")
    page.wait_for_selector(".faults")
    page.uncheck("input[name=is_confidential]")
    page.select_option("select[name=topic]", label="Indkøb")
    page.click("form.fields .go[type=submit]")
    page.wait_for_selector(".said.done")
    wish = Wish.objects.get()

    with window(chromium, site) as his:
        bo = make_member(first_name="Bo", last_name="Dahl", consent=False)
        sign_in(his, bo, on_to="/oensker/")
        his.click(f"#w-{wish.code} button[value=yes]")
        his.wait_for_selector(f"#w-{wish.code} button[value=no]")
        expect(his.locator(f"#w-{wish.code} .vote b")).to_have_text("2")
    assert Vote.objects.filter(wish=wish).count() == 2

    with window(chromium, site) as hers:
        sign_editor_in(hers, site, "eva@network.example")
        hers.goto(f"/admin/wishes/inspect/{wish.pk}/")
        hers.click("button[value=public]")
        hers.wait_for_selector("button[value=hidden]")
        hers.check("input[name=state][value=answered]")
        hers.fill("textarea[name=answer]", "Vi samler dem på næste dag.")
        hers.click("button[value=decide]")
        hers.wait_for_selector(".messages .success")

    with window(chromium, site) as anyone:
        anyone.goto("/du-sagde/")
        said = anyone.locator(".ledger > li").inner_text()
        for words in ("Verdensmål i udbud", "2", "Vi samler dem på næste dag.", "Indkøb"):
            assert words in said
        assert "Holm" not in anyone.content()
        assert (faults(anyone), is_narrow(anyone)) == ([], True)
    page.goto("/oensker/mine/")
    assert "Vi samler dem på næste dag." in page.locator(".wishes").inner_text()


def test_a_vote_is_given_and_changed(browser_page, anna):
    page = browser_page
    first, second = options_of(make_decision())
    sign_in(page, anna, on_to="/saesonen/")
    for option in (first, second):
        page.check(f"#option-{option.pk}")
        page.click("form.fields button[type=submit]")
        page.wait_for_selector(".said.done")
    assert list(Ballot.objects.values_list("option", flat=True)) == [second.pk]
    assert page.locator(f"#option-{second.pk}").is_checked()


@pytest.mark.parametrize(
    "path", ["/oensker/", "/oensker/skriv/", "/saesonen/", "/min-side/saeson/"]
)
def test_pages_are_accessible_and_fit_a_telephone(browser_page, anna, path):
    page = browser_page
    make_decision()
    page.emulate_media(color_scheme="light")
    sign_in(page, anna, on_to=path)
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 800})
    assert (faults(page), is_narrow(page)) == ([], True)
