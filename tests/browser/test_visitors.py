"""Somebody who is no member comes to a day: form, letter, press, own page, another mind. At 320 px too."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.invitations import attending, screening
from cms.invitations.applications import Application
from cms.invitations.models import Registration
from cms.invitations.questions import Answer, Needs
from cms.invitations.tokens import PASS, make_token
from cms.mail.models import Letter
from tests.browser.looking import faults, is_narrow
from tests.factories.pages import make_home, make_invitation
from tests.factories.people import make_editor
from tests.factories.seats import make_registration
from tests.factories.visitors import ask, token_in

pytestmark = [
    pytest.mark.browser,
    # The site's own thread sees only what is committed; afterwards, what the migrations made is put back.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
NARROW = {"width": 320, "height": 700}


def test_comes_without_being_a_member(browser_page, site):
    make_home()
    day = make_invitation(title="Energidag", seats=2, sign_up="everybody", asks_diet=True)
    question = ask(day, "Hvilken workshop?", "choice", options="Vand\nVind", is_required=True)
    page = browser_page
    page.set_viewport_size(NARROW)
    page.goto(day.url)
    page.get_by_role("link", name="Tilmeld", exact=False).first.click()
    assert (faults(page), is_narrow(page)) == ([], True)
    page.get_by_label("Fornavn").fill("Vera")
    page.locator("#id_email").fill("vera@firma.example")
    # Whoever fills a form within two seconds is a machine.
    page.wait_for_timeout(2100)
    page.locator("form.fields button[type=submit]").click()
    page.wait_for_url(f"{site}/deltag/tak/")
    assert (faults(page), is_narrow(page)) == ([], True)

    made = Application.objects.get()
    if not Letter.objects.filter(about=made.about).exists():
        screening.answer(made.pk, now=timezone.now())
    page.goto(f"/deltag/bekraeft/{token_in(Letter.objects.get(about=made.about))}/")
    assert (faults(page), is_narrow(page)) == ([], True)
    page.get_by_label("Vind").check()
    page.locator("#id_diet").fill("Nødder")
    page.locator("form.fields button[type=submit]").click()
    page.wait_for_selector(".faults")
    assert (faults(page), is_narrow(page)) == ([], True)
    page.locator("#id_agrees").check()
    page.locator("form.fields button[type=submit]").click()
    page.wait_for_url(f"{site}/gaest/*/")
    assert (faults(page), is_narrow(page)) == ([], True)
    own = Registration.objects.get()
    assert (own.state, Answer.objects.get().value) == ("seated", "Vind")

    page.locator("details summary").click()
    page.get_by_label("Vand").check()
    page.locator("#id_diet").fill("")
    page.locator("button[value=answers]").click()
    page.wait_for_load_state()
    assert Answer.objects.get(key=question.key).value == "Vand"
    assert not Needs.objects.exists()
    page.locator("button[name=cancel]").click()
    page.wait_for_load_state()
    own.refresh_from_db()
    assert own.state == "cancelled"


def test_brings_a_colleague_who_takes_a_certificate_home(browser_page, site):
    make_home()
    start = timezone.now() + dt.timedelta(hours=1)
    day = make_invitation(
        title="Energidag", seats=2, guests_allowed=1, starts_at=start, asks_access=True
    )
    host = make_registration(day, guests=1)
    seat = Registration.objects.get(host=host)
    page = browser_page
    page.goto(f"/kollega/{make_token(PASS, seat)}/")
    page.get_by_label("Fornavn").fill("Bo")
    page.locator("#id_email").fill("bo@firma.example")
    page.locator("#id_access").fill("Rampe")
    page.locator("#id_agrees").check()
    page.get_by_role("button", name="Ja, jeg kommer").click()
    page.wait_for_url(f"{site}/gaest/*/")
    assert Needs.objects.get().registration == seat
    letter = Letter.objects.get(address="bo@firma.example")
    assert "BEGIN:VEVENT" in letter.attachment["text"]

    seat.refresh_from_db()
    attending.check_in(registration=seat, now=timezone.now(), by=make_editor())
    over = timezone.now() - dt.timedelta(minutes=1)
    type(day).objects.filter(pk=day.pk).update(starts_at=over - dt.timedelta(hours=7), ends_at=over)
    page.reload()
    assert (faults(page), is_narrow(page)) == ([], True)
    paper = page.request.get(page.locator("a[href$='/bevis/']").get_attribute("href"))
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF")
