"""Signing in as a person does it: with a code from a letter, and with a passkey that the browser keeps."""

import re

import pytest

from cms.mail.models import Letter
from cms.series.actions import reword
from tests.browser.looking import faults, is_narrow
from tests.factories.letters import NOW
from tests.factories.pages import make_home
from tests.factories.people import make_editor, make_member, make_series

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture(autouse=True)
def _front(site):
    from django.core.cache import cache

    cache.clear()
    make_home()
    reword(series=make_series(), language="da", words="Ja tak til brevet.", now=NOW)


@pytest.fixture
def authenticator(browser_page):
    """A telephone with a fingerprint reader, as Chromium plays it."""
    session = browser_page.context.new_cdp_session(browser_page)
    session.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
    return session


def code_in_the_letter():
    """Letters with codes are emptied once they have gone, so it is read before the post goes."""
    letter = Letter.objects.filter(kind="accounts.sign_in").latest("pk")
    return re.search(r"\d{4}-\d{4}", letter.text)[0]


def sign_in(page, email):
    page.goto("/log-ind/")
    page.fill("input[name=email]", email)
    page.click(".sign-in button")
    page.wait_for_url("**/log-ind/kode/")
    page.fill("input[name=code]", code_in_the_letter())
    page.click(".sign-in button")
    page.wait_for_url("**/min-side/")


def make_passkey(page, name):
    page.goto("/min-side/noegler/")
    page.fill("input[name=name]", name)
    page.click("#key-button")
    page.wait_for_selector(f"h3:text-is('{name}')")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1360), ("dark", 320)])
def test_signs_in_by_code_and_breaks_no_rule_of_accessibility(browser_page, scheme, width):
    page, member = browser_page, make_member(first_name="Anna", last_name="Holm", consent=False)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})

    def look(name):
        assert (name, faults(page), is_narrow(page)) == (name, [], True)

    page.goto("/log-ind/")
    look("sign in")
    page.click(".sign-in button")
    look("sign in, wrong")
    page.fill("input[name=email]", member.email)
    page.click(".sign-in button")
    page.wait_for_url("**/log-ind/kode/")
    look("code")
    page.fill("input[name=code]", "0000-0000")
    page.click(".sign-in button")
    look("code, wrong")
    page.fill("input[name=code]", code_in_the_letter())
    page.click(".sign-in button")
    page.wait_for_url("**/min-side/")
    assert page.locator(".you").inner_text().startswith("Anna Holm")
    look("my page")
    page.check("input[name=yes]")
    page.click(".own-list button >> nth=0")
    page.wait_for_selector("button[name=no]")
    look("my page, subscribed")
    page.goto("/min-side/noegler/")
    look("keys")
    page.click(".you button")
    page.wait_for_function("!document.querySelector('.you')")


def test_makes_a_passkey_and_signs_in_with_one_press(browser_page, authenticator):
    page, member = browser_page, make_member(first_name="Anna", last_name="Holm")
    sign_in(page, member.email)
    make_passkey(page, "Min telefon")
    assert Letter.objects.latest("pk").kind == "accounts.key_changed"
    page.click(".you button")
    page.wait_for_function("!document.querySelector('.you')")
    page.goto("/log-ind/?next=/soeg/")
    page.click("#key-button")
    page.wait_for_url("**/soeg/")
    assert page.locator(".you").inner_text().startswith("Anna Holm")
    page.goto("/min-side/noegler/")
    page.click("form[action$='/fjern/'] button")
    page.wait_for_function("!document.querySelector('.own-list')")


def test_says_so_when_there_is_no_passkey(browser_page, authenticator):
    browser_page.goto("/log-ind/")
    browser_page.click("#key-button")
    browser_page.wait_for_selector("#key-fault:visible")


def test_asks_an_editor_for_the_passkey_after_the_password(browser_page, authenticator, settings):
    settings.SECOND_FACTOR = True
    page, editor = browser_page, make_editor()

    def press():
        page.goto("/admin/login/")
        page.fill("input[name=username]", editor.email)
        page.fill("input[name=password]", "secret")
        page.click("button[type=submit]")

    press()
    page.wait_for_url("**/min-side/noegler/?next=**")
    page.click("#key-button")
    page.wait_for_url("**/admin/")
    page.goto("/min-side/")
    page.click(".you button")
    page.wait_for_function("!document.querySelector('.you')")
    press()
    page.wait_for_url("**/log-ind/bekraeft/")
    assert faults(page) == []
    page.click("#key-button")
    page.wait_for_url("**/admin/")
