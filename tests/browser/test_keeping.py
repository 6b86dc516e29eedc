"""From the receipt to being gone, as a person does it: see, fetch, erase, and be known no more."""

import json
import re
from zipfile import ZipFile

import pytest
from django.utils import timezone

from cms.mail.models import Letter
from cms.members import presence
from cms.series.actions import reword
from tests.browser.looking import faults, is_narrow
from tests.browser.test_signing_in import sign_in
from tests.cms.members.test_leaving import CANARY, rows_that_hold
from tests.factories.letters import NOW
from tests.factories.pages import make_home
from tests.factories.people import make_member, make_series

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
def member(site):
    return make_member(
        first_name=CANARY.capitalize(), last_name="Holm", email=f"{CANARY}@kommune.example"
    )


def test_sees_fetches_erases_and_is_gone(browser_page, member, tmp_path):
    page = browser_page
    sign_in(page, member.email)
    page.click("a[href='/min-side/det-gemmer-vi/']")
    assert member.email in page.locator("main").inner_text()
    with page.expect_download() as waiting:
        page.click("form[action='/min-side/hent-alt/'] button")
    file = tmp_path / "all.zip"
    waiting.value.save_as(file)
    with ZipFile(file) as archive:
        assert archive.namelist() == ["alt-om-dig.json", "alt-om-dig.html"]
        assert json.loads(archive.read("alt-om-dig.json"))["address"] == member.email
        archive.extractall(tmp_path)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"file://{tmp_path}/alt-om-dig.html")
    assert "Kanariefugl" in page.locator("main").inner_text()
    assert [url for url in asked if not url.startswith("file:")] == []
    page.goto("/min-side/slet-mig/")
    page.check("input[name=sure]")
    page.click("main form.one-field button")
    page.wait_for_url("**/slettet/")
    page.goto("/min-side/")
    page.wait_for_url("**/log-ind/**")
    page.fill("input[name=email]", member.email)
    page.click(".sign-in button")
    page.wait_for_url("**/log-ind/kode/**")
    assert not Letter.objects.filter(kind="accounts.sign_in", address=member.email).exists()
    # The letters that have not gone yet hold the address: the last one, and that nobody knows it.
    waiting = Letter.objects.filter(address=member.email, state="waiting")
    assert set(waiting.values_list("kind", flat=True)) <= {
        "members.erased",
        "accounts.answer_stranger",
    }
    waiting.delete()
    assert rows_that_hold(CANARY) == set()


def test_leaves_and_comes_back(browser_page, member):
    page = browser_page
    sign_in(page, member.email)
    page.click("form[action='/min-side/meld-ud/'] button")
    page.wait_for_selector("form[action='/min-side/bliv/']")
    page.click("form[action='/min-side/bliv/'] button")
    page.wait_for_selector("form[action='/min-side/meld-ud/']")


def test_answers_that_it_is_here(browser_page, member):
    page, now = browser_page, timezone.now()
    type(member).objects.update(seen_at=now - presence.QUIET_FOR)
    presence.ask(now)
    # The queue may have sent it already; then its words are gone, so the link is read from the letter's file.
    path = re.search(r"/er-du-her/[\w-]+/", Letter.objects.get(kind="members.still_here").text)[0]
    page.goto(path)
    assert (faults(page), is_narrow(page)) == ([], True)
    page.click("button[value=yes]")
    page.wait_for_selector("h1")
    member.refresh_from_db()
    assert member.asked_at is None


@pytest.mark.parametrize(("scheme", "width"), [("light", 1360), ("dark", 320)])
def test_breaks_no_rule_of_accessibility(browser_page, member, scheme, width):
    page = browser_page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, member.email)
    for path in ("/min-side/", "/min-side/det-gemmer-vi/", "/min-side/slet-mig/", "/privatliv/"):
        page.goto(path)
        assert (path, faults(page), is_narrow(page)) == (path, [], True)
    page.goto("/min-side/slet-mig/")
    page.click("main form.one-field button")
    page.wait_for_selector("#sure-fault")
    assert (faults(page), is_narrow(page)) == ([], True)
    page.goto("/slettet/")
    assert (faults(page), is_narrow(page)) == ([], True)


def test_shows_editors_a_history_that_breaks_no_rule(editor_page, member):
    page = editor_page
    page.goto(f"/admin/members/{member.pk}/all/")
    page.wait_for_selector(".network-history tbody tr")
    assert faults(page, ".network-history") == []
