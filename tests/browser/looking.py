"""What a machine sees of a page that stands in a browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def faults(page: Page, context: str | None = None) -> list[str]:
    """The rules of accessibility that the page breaks, or the part of it under a selector.

    A press may just have led to another page: while that arrives there is no document to look at.
    """
    page.wait_for_load_state()
    found = Axe().run(page, context=context).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found]


def is_narrow(page: Page) -> bool:
    """Whether the page can be read without scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")
