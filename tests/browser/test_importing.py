"""An editor imports a list of members: upload, columns, preview, import, undo."""

import re

import pytest
from playwright.sync_api import expect

from cms.members.models import Consent, Member
from tests.browser.looking import faults
from tests.factories.imports import planned
from tests.factories.people import make_organisation, make_series

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
LINES = (
    "Fornavn;Efternavn;E-mail;Kommune",
    "Anna;Holm;anna@koege.example;Køge Kommune",
    "Bo;Dahl;bo@koege.example;259",
    ";Uden navn;x@koege.example;Køge Kommune",
)


@pytest.fixture
def town(db):
    make_series()
    return make_organisation(name="Køge Kommune", code="259")


def test_imports_a_file_and_takes_it_back(editor_page, town):
    page = editor_page
    page.goto("/admin/members/")
    page.locator(
        ".content-wrapper a[href='/admin/imports/'], main a[href='/admin/imports/']"
    ).first.click()
    page.locator("a[href='/admin/imports/new/']").first.click()
    content = "\r\n".join(LINES).encode("cp1252")
    page.set_input_files(
        "input[type=file]", {"name": "liste.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.locator(".network-import form button[type=submit]").click()
    page.wait_for_url("**/columns/")
    expect(page.locator("select[name=column_2]")).to_have_value("email")
    page.check("input[name=series]")
    form = page.locator(".network-import form").first
    form.locator("button[type=submit]").last.click()
    expect(page.locator(".network-import [role=alert]")).to_be_visible()
    page.fill("input[name=source_on]", "3.5.2026")
    page.fill("textarea[name=source]", "Deltagerlisten: Ja tak til nyhedsbrevet")
    # By the keyboard: a calendar that is just going away can catch a click.
    form.locator("button[type=submit]").last.press("Enter")
    page.wait_for_url(re.compile(r"/imports/\d+/$"), timeout=20_000)
    expect(page.locator(".network-rows tbody tr")).to_have_count(3)
    expect(page.locator(".network-rows tr.fault")).to_have_count(1)
    assert Member.objects.count() == 0
    page.locator("form[action$='/run/'] button").click()
    expect(page.locator("form[action$='/undo/'] button")).to_be_visible()
    assert (Member.objects.count(), Consent.objects.count()) == (2, 2)
    page.locator("form[action$='/undo/'] button").click()
    expect(page.locator("form[action$='/undo/']")).to_have_count(0)
    assert (Member.objects.count(), Consent.objects.count()) == (0, 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_breaks_no_rule_of_accessibility_and_never_scrolls_sideways(editor_page, town, scheme):
    page = editor_page
    page.emulate_media(color_scheme=scheme)
    source = planned(*LINES[1:], f"{'Lang' * 14};Efternavn;{'a' * 60}@koege.example;259")
    for url in (
        "/admin/imports/new/",
        f"/admin/imports/{source.pk}/columns/",
        f"/admin/imports/{source.pk}/",
    ):
        for width in (320, 1360):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(url)
            assert (url, width, faults(page, ".network-import")) == (url, width, [])
            root = "document.documentElement"
            assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
