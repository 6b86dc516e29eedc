"""Building an audience, and choosing what one gets: by hand, and by every rule of accessibility."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from newsletters.audiences.models import Audience
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions
from newsletters.delivery.models import Delivery
from newsletters.delivery.tokens import make_token
from tests.browser.looking import faults
from tests.factories.pages import make_newsletter
from tests.factories.people import make_member, make_members, make_series

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_builds_an_audience_of_a_series(editor_page, scheme):
    make_members(2)
    make_series("invitationer")
    page = editor_page
    page.emulate_media(color_scheme=scheme)
    page.goto("/admin/audiences/new/")
    page.get_by_role("textbox", name="Navn").fill("Alle med nyhedsbrev")
    page.locator("select[data-field]").select_option("series")
    page.get_by_label("Nyhedsbrev", exact=True).check()
    expect(page.locator(".audience-count")).to_contain_text("2 medlemmer")
    assert faults(page, ".audience-editor") == []
    page.get_by_role("button", name="Opret").click()
    page.wait_for_url("**/audiences/")
    assert Audience.objects.get().name == "Alle med nyhedsbrev"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1360), ("dark", 320)])
def test_chooses_from_a_letter_what_to_keep(browser_page, site, scheme, width):
    member = make_member()
    mailing = actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    delivery = Delivery.objects.create(
        pk=(mailing.pk << 32) | 1, mailing=mailing, member=member, address=member.email
    )
    page = browser_page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/valg/{make_token(delivery.pk)}/")
    assert faults(page, "body") == []
    page.get_by_label("Nyhedsbrev").uncheck()
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("status")).to_contain_text("Dit valg er gemt")
    assert member.open_consent(make_series()) is None
