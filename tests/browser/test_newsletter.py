"""What an editor does: sees the letter beside the form, sends it, watches it, opens the outbox."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from cms.members.models import Consent
from tests.browser.looking import faults
from tests.factories.pages import make_home, make_invitation, make_newsletter, make_story
from tests.factories.people import make_members
from tests.journeys.test_newsletter import WORKER
from tests.pressing import work_alone

pytestmark = [
    pytest.mark.browser,
    # The site's own thread sees only what is committed; afterwards, what the migrations made is put back.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def newsletter(site):
    make_home()
    make_members(3)
    day = make_invitation(title="Bygninger, der giver")
    body = [("heading", "Næste dag"), ("invitation", {"page": day, "lead": ""})]
    return make_newsletter(headline="tag en kollega med", body=body)


def test_shows_the_letter_beside_the_form(editor_page, newsletter):
    editor_page.goto(reverse("wagtailadmin_pages:edit", args=[newsletter.pk]))
    editor_page.get_by_role("button", name=re.compile("forhåndsvisning", re.I)).first.click()
    letter = editor_page.frame_locator("iframe[title]").first
    expect(letter.get_by_role("heading", level=1)).to_have_text("Kære Anna, tag en kollega med")
    editor_page.select_option("#id_preview_mode", "email_narrow")
    narrow = letter.frame_locator("iframe")
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Kære Anna, tag en kollega med")
    editor_page.select_option("#id_preview_mode", "email_text")
    expect(letter.locator("pre")).to_contain_text("Kære Anna, tag en kollega med")
    editor_page.select_option("#id_preview_mode", "web")
    expect(letter.locator("main")).to_contain_text("Bygninger, der giver")


def test_leads_from_a_fault_to_its_block(editor_page, newsletter):
    newsletter.body = [("heading", f"Afsnit {number}") for number in range(12)]
    hidden = make_story(title="Skjult")
    newsletter.body.append(("story", {"page": hidden, "lead": ""}))
    newsletter.save_revision().publish()
    hidden.unpublish()
    editor_page.goto(reverse("newsletters_send", args=[newsletter.pk]))
    editor_page.get_by_role("link", name="»Skjult«").click()
    block = editor_page.locator(f"#block-{newsletter.body[12].id}-section")
    expect(block).to_be_in_viewport()


def test_goes_from_the_send_page_to_the_outbox(editor_page, newsletter):
    work_alone()
    editor_page.goto(reverse("newsletters_send", args=[newsletter.pk]))
    editor_page.get_by_label("Region", exact=True).check()
    expect(editor_page.get_by_role("button", name="Send til 0 medlemmer")).to_be_disabled()
    editor_page.get_by_label("Region", exact=True).uncheck()
    editor_page.get_by_role("button", name="Send til 3 medlemmer").click()
    expect(editor_page.get_by_text("Gøres klar")).to_be_visible()
    call_command("db_worker", *WORKER.split(), verbosity=0)
    # The page asks for its figures by itself; nobody presses anything.
    expect(editor_page.get_by_text("3 af 3 breve")).to_be_visible()
    editor_page.get_by_role("link", name="Åbn udbakken").click()
    editor_page.get_by_role("link", name="Nyt fra netværket").first.click()
    letter = editor_page.frame_locator("iframe")
    expect(letter.get_by_role("heading", level=1)).to_have_text("Kære Anna, tag en kollega med")
    editor_page.get_by_text("Ren tekst", exact=True).click()
    expect(editor_page.locator("pre")).to_contain_text("Kære Anna, tag en kollega med")
    assert faults(editor_page) == []


def test_unsubscribes_with_one_press_on_the_page_of_the_letter(browser_page, newsletter):
    from django.utils import timezone

    from newsletters.audiences.rules import Rule
    from newsletters.delivery import actions
    from newsletters.delivery.models import Delivery
    from newsletters.delivery.tokens import make_token

    actions.send(page=newsletter, rule=Rule(), user=None, now=timezone.now())
    call_command("db_worker", *WORKER.split(), verbosity=0)
    token = make_token(Delivery.objects.first().pk)
    browser_page.goto(reverse("newsletters:unsubscribe", args=[token]))
    assert Consent.objects.filter(withdrawn_at=None).count() == 3
    browser_page.get_by_role("button", name="Afmeld").click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Du er afmeldt")
    assert Consent.objects.filter(withdrawn_at=None).count() == 2
