"""An editor moves a day in a real browser, sees who was told otherwise, and tells them."""

import pytest
from django.utils import timezone

from cms.invitations.changing import pending
from tests.browser.looking import faults
from tests.factories.pages import make_home, make_invitation
from tests.factories.seats import make_registration

pytestmark = [
    pytest.mark.browser,
    # The site's own thread sees only what is committed; afterwards, what the migrations made is put back.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def publish(page):
    page.locator("footer [aria-label='Actions'] button, footer .w-dropdown__toggle").last.click()
    page.locator("button[name=action-publish]").click()


def test_tells_of_a_new_place_and_of_nothing_else(editor_page, site, work, letters):
    make_home()
    day = make_invitation(title="Energidag", place_name="Rådhuset", place_address="Nytorv 9")
    make_registration(day)
    work()
    editor_page.goto(f"/admin/pages/{day.pk}/edit/")
    editor_page.fill("input[name=place_name]", "Kulturøen")
    publish(editor_page)
    editor_page.get_by_role("link", name="Se, hvad der er ændret").click()
    editor_page.wait_for_url(f"{site}/admin/invitations/{day.pk}/changes/")
    rows = editor_page.locator(".network-differences tbody tr")
    assert rows.all_inner_texts() == ["Sted\tRådhuset\tKulturøen"]
    assert faults(editor_page, "main") == []
    editor_page.fill("input[name=note]", "Der er gratis parkering.")
    editor_page.get_by_role("button", name="Giv én person besked").click()
    editor_page.get_by_text("1 brev er på vej.").wait_for()
    assert pending(day, timezone.now()) == []
    work()
    last = letters()[-1]
    body = last.get_body(("plain",)).get_content()
    assert last["Subject"] == "Det er ændret: Energidag"
    assert (body.count("Før:"), "Før: Rådhuset" in body) == (1, True)
    assert "Der er gratis parkering." in body
