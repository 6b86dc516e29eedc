"""From nothing to the outbox: gather, compose, look, fail, mend, have it approved, schedule, send."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from newsletters.delivery.models import Mailing
from newsletters.editions.pages import NewsletterPage
from tests.browser.looking import faults
from tests.factories.pages import make_home, make_invitation, make_newsletter, make_story
from tests.factories.people import make_members
from tests.journeys.test_newsletter import WORKER

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
DAY = dt.timedelta(days=1)


@pytest.fixture
def archive(site):
    """An archive whose last issue is out, a story and a day that came since, and three members."""
    make_home()
    make_members(3)
    issue = make_newsletter(title="Maj")
    make_story(title="Varmen i kælderen")
    make_invitation(title="Bygninger, der giver", starts_at=timezone.now() + 9 * DAY)
    return issue.get_parent()


def test_takes_a_newsletter_from_nothing_to_the_outbox(editor_page, colleague_page, archive):
    key = compose(editor_page, archive)
    look(editor_page, key)
    fail_and_mend(editor_page, key)
    ask(editor_page, key)
    approve(colleague_page)
    schedule(editor_page, key)
    send(editor_page)


def compose(tab: Tab, archive) -> int:
    address = reverse("wagtailadmin_pages:add", args=["newsletters", "newsletterpage", archive.pk])
    tab.goto(address)
    # What is new is there before anything is written.
    expect(tab.get_by_text("Varmen i kælderen").first).to_be_visible()
    expect(tab.get_by_text("Bygninger, der giver").first).to_be_visible()
    tab.fill("#id_title", "December")
    tab.fill("#id_subject", "Nyt i december")
    tab.fill("#id_preheader", "Nyt i december")
    publish(tab)
    return NewsletterPage.objects.get(title="December").pk


def publish(tab: Tab) -> None:
    tab.locator(
        "footer .w-dropdown__toggle, nav.footer__container .w-dropdown__toggle"
    ).first.click()
    tab.get_by_role("button", name="Udgiv", exact=True).click()
    expect(
        tab.get_by_text(re.compile("er udgivet|er offentliggjort|udgivet")).first
    ).to_be_visible()


def look(tab: Tab, key: int) -> None:
    tab.goto(reverse("newsletters_previews", args=[key]))
    expect(tab.locator(".newsletter-inbox")).to_contain_text("Nyt i december")
    letter = tab.frame_locator("figure.email iframe")
    expect(letter.get_by_role("heading", level=1)).to_have_text("Kære Anna")
    expect(letter.get_by_text("Varmen i kælderen")).to_be_visible()
    dark = tab.frame_locator("figure.email_dark iframe")
    expect(dark.locator("body")).to_have_css("background-color", "rgb(16, 22, 20)")
    assert faults(tab) == []


def fail_and_mend(tab: Tab, key: int) -> None:
    tab.goto(reverse("newsletters_send", args=[key]))
    expect(tab.get_by_text("Det kan ikke sendes endnu:")).to_be_visible()
    expect(tab.get_by_role("button", name=re.compile("^Send til"))).to_be_disabled()
    tab.get_by_role("link", name="Gå tilbage og ret det").click()
    tab.fill("#id_preheader", "En historie om varme, og en dag om bygninger")
    publish(tab)
    tab.goto(reverse("newsletters_send", args=[key]))
    expect(tab.get_by_text("Det kan ikke sendes endnu:")).to_have_count(0)


def ask(tab: Tab, key: int) -> None:
    assert faults(tab) == []
    tab.get_by_role("button", name="Bed om godkendelse").click()
    expect(tab.get_by_role("button", name=re.compile("^Send til"))).to_be_disabled()


def approve(tab: Tab) -> None:
    tab.goto("/admin/")
    tab.locator(".newsletter-questions a").first.click()
    letter = tab.frame_locator("iframe.newsletter-letter")
    expect(letter.get_by_role("heading", level=1)).to_have_text("Kære Anna")
    tab.get_by_role("button", name="Godkend", exact=True).click()
    expect(tab.get_by_text("Godkendt. ").first).to_be_visible()


def schedule(tab: Tab, key: int) -> None:
    tab.goto(reverse("newsletters_send", args=[key]))
    at = timezone.localtime(timezone.now() + 2 * DAY)
    tab.fill("input[name=send_at]", at.strftime("%Y-%m-%dT%H:%M"))
    tab.get_by_role("button", name="Send til 3 medlemmer").click()
    expect(tab.get_by_role("button", name=re.compile("^Stop")).first).to_be_visible()
    assert Mailing.objects.get().state == Mailing.State.SCHEDULED


def send(tab: Tab) -> None:
    # Two days later.
    Mailing.objects.update(send_at=timezone.now() - dt.timedelta(seconds=1))
    call_command("tick", verbosity=0)
    call_command("db_worker", *WORKER.split(), verbosity=0)
    tab.reload()
    expect(tab.get_by_text("3 af 3 breve")).to_be_visible()
    tab.get_by_role("link", name="Åbn udbakken").click()
    expect(tab.get_by_role("link", name="Nyt i december").first).to_be_visible()
