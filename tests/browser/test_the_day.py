"""An editor runs a day: signs a member up, checks them in with one hand, takes it back."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.invitations.models import Registration
from tests.browser.conftest import sign_in
from tests.browser.looking import faults
from tests.factories.pages import make_home, make_invitation
from tests.factories.people import make_member
from tests.factories.seats import make_registration

pytestmark = [
    pytest.mark.browser,
    # The site's own thread sees only what is committed; afterwards, what the migrations made is put back.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def day(site):
    make_home()
    starts_at = timezone.now() + dt.timedelta(hours=1)
    return make_invitation(title="Energidag", seats=2, guests_allowed=1, starts_at=starts_at)


def test_signs_a_member_up_checks_them_in_and_takes_it_back(browser_page, site, day):
    make_member(first_name="Åse", last_name="Ørsted")
    page = sign_in(browser_page, site, "eva@network.example")
    page.goto(f"/admin/days/{day.pk}/participants/")
    page.get_by_role("link", name="Tilmeld et medlem").click()
    page.get_by_label("Find et medlem").fill("åse")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Tilmeld").click()
    page.wait_for_url(f"{site}/admin/days/{day.pk}/participants/")
    own = Registration.objects.get()
    assert own.state == "seated"

    page.set_viewport_size(PHONE)
    page.goto(f"/admin/days/{day.pk}/check-in/")
    page.get_by_label("De første bogstaver").fill("ør")
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Er her")
    assert button.bounding_box()["height"] >= 48
    button.click()
    page.wait_for_selector(".is-here")
    assert page.locator(".door-count").inner_text() == "1 af 1 er her"
    own.refresh_from_db()
    assert own.checked_in_at is not None
    page.get_by_role("button", name="Fortryd").click()
    page.wait_for_selector(".is-here", state="detached")
    own.refresh_from_db()
    assert own.checked_in_at is None


def test_checks_in_without_a_script(chromium, browser_page, site, day):
    own = make_registration(day, make_member(first_name="Åse"))
    sign_in(browser_page, site, "eva@network.example")
    state = browser_page.context.storage_state()
    context = chromium.new_context(
        base_url=site, storage_state=state, java_script_enabled=False, viewport=PHONE
    )
    page = context.new_page()
    page.goto(f"/ankomst/{own.code}/")
    page.get_by_role("button", name="Er her").click()
    page.wait_for_url(f"{site}/admin/days/{day.pk}/check-in/")
    own.refresh_from_db()
    assert own.checked_in_at is not None
    context.close()


@pytest.mark.parametrize("width", [1360, 320])
def test_breaks_no_rule_and_never_scrolls_sideways(browser_page, site, day, width):
    first = make_registration(day, make_member(first_name="Åse"), guests=1)
    make_registration(day)
    page = sign_in(browser_page, site, "eva@network.example")
    page.set_viewport_size({"width": width, "height": 900})
    base = f"/admin/days/{day.pk}"
    for path in (
        "participants/",
        "sign-up/?q=anna",
        f"cancel/{first.code}/",
        "offer/",
        "check-in/",
        f"check-in/{first.code}/",
        "check-in/walk-in/?q=anna",
    ):
        page.goto(f"{base}/{path}")
        assert (path, faults(page, "main")) == (path, [])
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (path, wide <= width) == (path, True)
