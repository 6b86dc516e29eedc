"""A real Chromium, and a site that it can open.

Where no Chromium is installed, these tests are left out and pytest says so; with REQUIRE_BROWSER set, as
in `.ci/run`, that is a failure.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from cms.members.models import User
from tests.browser.network import make_network
from tests.factories.people import make_editor

# Playwright's loop runs in this thread; Django's guard against it does not apply to a test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    if CHROMIUM is None:
        reason = "no Chromium here: install it (Debian: apt-get install chromium) or set CHROMIUM"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright's loop gives this thread a database connection of its own, which does not know what
    # the migrations made; without it, nothing is put back after the first test.
    contents = getattr(connection, "_test_serialized_contents", None)
    with sync_playwright() as playwright:
        connection._test_serialized_contents = contents
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server, settings) -> str:
    """The address of the running site; links in letters and pages lead there."""
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    return live_server.url


@pytest.fixture
def network(site: str) -> dict[str, str]:
    """{name of a public view: its address}, of everything that anybody may open."""
    return make_network()


@contextmanager
def window(chromium: Browser, site: str) -> Iterator[Page]:
    """A fresh window. The test fails when a page breaks the content security policy or a script dies."""
    context = chromium.new_context(
        base_url=site, locale="da-DK", viewport={"width": 1360, "height": 900}
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
    )
    yield page
    context.close()
    assert complaints == []


def sign_in(page: Page, site: str, email: str) -> Page:
    """Make an editor of this address and sign them in, through the form as a person does it."""
    editor: User = make_editor(email=email)
    page.goto("/admin/login/")
    page.fill("input[name=username]", editor.email)
    page.fill("input[name=password]", "secret")
    page.click("button[type=submit]")
    page.wait_for_url(f"{site}/admin/")
    return page


@pytest.fixture
def browser_page(chromium: Browser, site: str) -> Iterator[Page]:
    """A fresh window, in which nobody is signed in."""
    with window(chromium, site) as page:
        yield page


@pytest.fixture
def editor_page(browser_page: Page, site: str) -> Page:
    """A window in which an editor is signed in."""
    return sign_in(browser_page, site, "eva@network.example")


@pytest.fixture
def colleague_page(chromium: Browser, site: str) -> Iterator[Page]:
    """A second window, in which another editor is signed in."""
    with window(chromium, site) as page:
        yield sign_in(page, site, "ib@network.example")
