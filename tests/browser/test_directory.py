"""A member and a colleague in a real browser: the profile, the yes, the search, the letter and its answer."""

import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import expect

from cms.mail import outbox
from cms.members.models import Member
from tests.browser.conftest import window
from tests.browser.looking import faults, is_narrow
from tests.browser.test_signing_in import code_in_the_letter
from tests.factories.directory import SHOWN, make_entry
from tests.factories.pages import make_goal, make_home, make_topic
from tests.factories.people import make_member, make_organisation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
WORKER = "--backend mail --queue-name letters,mail --batch --no-reload"


@pytest.fixture
def anna(site):
    """A member who is not in the directory, in a network with an area and a goal."""
    cache.clear()
    make_home()
    make_topic(title="Energi")
    make_goal(7, title="Bæredygtig energi")
    for name in ("Køge Kommune", "Ringkøbing-Skjern Kommune"):
        make_organisation(name=name)
    place = make_organisation(name="Skive Kommune")
    return make_member(first_name="Anna", last_name="Holm", organisation=place, consent=False)


@pytest.fixture
def bo(anna):
    return make_entry(
        first_name="Bo",
        last_name="Østergård",
        role="director",
        helps_with="Udbud med verdensmål",
        **SHOWN,
    )


def sign_in(page, member, on_to="/min-side/"):
    page.goto(on_to)
    page.fill("input[name=email]", member.email)
    page.click(".sign-in button")
    page.wait_for_url("**/log-ind/kode/**")
    page.fill("input[name=code]", code_in_the_letter())
    page.click(".sign-in button")
    page.wait_for_url(f"**{on_to}")


def posted():
    call_command("db_worker", *WORKER.split(), verbosity=0)
    return outbox.read(outbox.names()[0])


def test_keeps_a_profile_finds_a_colleague_and_writes(browser_page, chromium, site, anna, bo):
    page = browser_page
    sign_in(page, anna)
    page.click("a[href='/min-side/profil/']")
    page.wait_for_selector(".organisation-finder input")
    finder = page.get_by_role("combobox", name="Hvor arbejder du?")
    finder.fill("ringk")
    page.get_by_role("option", name="Ringkøbing-Skjern Kommune").click()
    page.select_option("select[name=role]", "chief_consultant")
    page.get_by_label("Energi", exact=True).check()
    for name in ("is_listed", "shows_role", "shows_topics"):
        page.check(f"input[name={name}]")
    page.fill("textarea[name=helps_with]", "Vandforbrug på skoler")
    page.click(".join-form button[type=submit]")
    page.wait_for_selector(".said.done")
    preview = page.locator(".preview").inner_text()
    for words in ("Anna Holm", "Ringkøbing-Skjern Kommune", "Energi", "Vandforbrug på skoler"):
        assert words in preview
    page.click(".you a[href='/medlemmer/']")
    expect(page.locator(".people > li")).to_have_count(2)
    page.fill("input[name=name]", "oestergaard")
    page.click(".search button")
    expect(page.locator(".people > li")).to_have_count(1)
    page.click(".people .entry")
    page.fill("textarea[name=letter]", "Hej Bo\n\nHvordan skriver I verdensmål ind i et udbud?")
    page.click("form.fields button[type=submit]")
    page.wait_for_selector(".said.done")

    letter = posted()
    text = letter.get_body(("plain",)).get_content()
    assert letter["To"] == bo.member.email
    assert "Hvordan skriver I verdensmål ind" in text
    assert anna.email not in letter.as_string()
    answer = re.search(r"https?://\S+(/medlemmer/svar/[\w-]+/)", text)[1]
    with window(chromium, site) as his:
        sign_in(his, bo.member, on_to=answer)
        assert "Anna Holm" in his.locator("h1").inner_text()
        his.fill("textarea[name=letter]", "Hej Anna\n\nDet viser jeg gerne.")
        his.click("form.fields button[type=submit]")
        his.wait_for_selector(".said.done")
    reply = posted()
    assert (reply["To"], bo.member.email in reply.as_string()) == (anna.email, False)
    assert Member.objects.get(pk=anna.pk).organisation.name == "Ringkøbing-Skjern Kommune"


def test_changes_the_address_with_a_press_behind_the_link(browser_page, anna):
    page = browser_page
    sign_in(page, anna)
    page.click("a[href='/min-side/adresse/']")
    page.fill("input[name=email]", "anna@ny-kommune.example")
    page.click(".sign-in button")
    page.wait_for_selector(".said.done")
    assert faults(page) == []
    text = posted().get_body(("plain",)).get_content()
    page.goto(re.search(r"https?://\S+(/min-side/adresse/[\w-]+/)", text)[1])
    assert faults(page) == []
    page.click("main form button")
    page.wait_for_url("**/min-side/")
    assert "anna@ny-kommune.example" in page.locator("main").inner_text()
    assert Member.objects.get(pk=anna.pk).email == "anna@ny-kommune.example"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1360), ("dark", 320)])
def test_breaks_no_rule_of_accessibility_and_fits(browser_page, anna, bo, scheme, width):
    page = browser_page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, anna)

    def look(name):
        assert (name, faults(page), is_narrow(page)) == (name, [], True)

    page.goto("/medlemmer/")
    page.click("summary")
    look("directory")
    page.goto("/medlemmer/?name=xyz&unit=hr")
    look("nobody found")
    page.goto(f"/medlemmer/{bo.code}/")
    look("person")
    page.click("form.fields button[type=submit]")
    page.wait_for_selector(".faults")
    look("person, wrong")
    page.goto("/min-side/profil/")
    look("profile")
    page.fill("input[name=first_name]", "")
    page.check("input[name=is_listed]")
    page.click(".join-form button[type=submit]")
    page.wait_for_selector(".faults")
    look("profile, wrong")
    page.goto("/min-side/adresse/")
    look("address")
    page.goto(f"/min-side/adresse/{'A' * 43}/")
    look("address, no such link")


def test_works_without_a_script(chromium, site, anna, bo):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, anna)
    page.goto("/min-side/profil/")
    page.select_option("select[name=organisation]", label="Køge Kommune")
    page.click(".join-form button[type=submit]")
    page.wait_for_selector(".said.done")
    page.goto("/medlemmer/")
    page.fill("input[name=name]", "bo")
    page.click(".search button")
    expect(page.locator(".people > li")).to_have_count(1)
    assert Member.objects.get(pk=anna.pk).organisation.name == "Køge Kommune"
    context.close()
