"""A whole membership in a real browser: joining, the directory, a seat, the receipt, being erased."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from cms.directory.models import Entry
from cms.invitations.models import Registration
from cms.mail.models import Letter
from cms.members import asking_form
from cms.members.answering import answer
from cms.members.models import Member, SignUp
from tests.browser.test_signing_in import sign_in
from tests.cms.members.test_leaving import CANARY, rows_that_hold
from tests.factories.pages import make_home, make_invitation
from tests.factories.people import make_organisation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
ADDRESS = f"{CANARY}@koege.example"


@pytest.fixture
def day(site, monkeypatch):
    monkeypatch.setattr(asking_form, "FEWEST_SECONDS", -1)
    cache.clear()
    make_home()
    make_organisation(name="Køge Kommune")
    return make_invitation(title="Energidag", seats=1)


def link_in_the_letter(kind, path):
    """Secret letters are emptied once they have gone, so the link is read before the post goes."""
    return re.search(rf"{path}[\w-]+/", Letter.objects.filter(kind=kind).latest("pk").text)[0]


def test_goes_from_joining_to_erasing(browser_page, day):
    page = browser_page
    page.goto("/bliv-medlem/")
    page.fill("input[name=first_name]", CANARY.capitalize())
    page.fill("input[name=email]", ADDRESS)
    page.fill("input[name=organisation]", "Køge Kommune")
    page.check("input[name=wordings]")
    # By the keyboard: the list of organisations may close under the pointer.
    page.locator(".join-form button[type=submit]").press("Enter")
    page.wait_for_url("**/tak/")
    answer(SignUp.objects.get().pk, now=timezone.now())
    page.goto(link_in_the_letter("members.confirm_joining", "/bliv-medlem/bekraeft/"))
    page.click("main form button")
    page.wait_for_url("**/velkommen/")
    member = Member.objects.get(email_key=ADDRESS)
    assert member.consents.count() == 1

    sign_in(page, ADDRESS)
    page.goto("/min-side/profil/")
    page.check("input[name=is_listed]")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector("[role=status], .messages")
    assert Entry.objects.get().member == member

    page.goto(day.url)
    page.click("a.go.sun")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/tilmelding/")
    assert Registration.objects.seated().get().member == member

    page.goto("/min-side/det-gemmer-vi/")
    receipt = page.locator("main").inner_text()
    for words in (ADDRESS, "Energidag", "Medlemslisten"):
        assert words in receipt

    page.goto("/min-side/slet-mig/")
    page.check("input[name=sure]")
    page.click("main form.one-field button")
    page.wait_for_url("**/slettet/")
    assert not Member.objects.exists()
    assert not Registration.objects.seated().exists()
    # The last letter goes to the address, and takes it along.
    Letter.objects.filter(kind="members.erased").delete()
    assert rows_that_hold(CANARY) == set()
