"""Whoever comes, and however they look: dark or light, telephone, large letters, keyboard, paper."""

from dataclasses import dataclass

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from tests.browser.looking import faults

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@dataclass(frozen=True)
class Look:
    """`letters` is the size of a reader's letters beside the usual one."""

    scheme: str
    width: int
    letters: str = "100%"


LOOKS = {
    "as most": {"wide": Look("light", 1360), "dark": Look("dark", 1360)},
    "as others": {"narrow": Look("light", 320), "large letters": Look("light", 1360, "200%")},
}
# Where only the width of things is in question.
TIGHT = {"telephone": Look("light", 390), "large letters, narrow": Look("light", 768, "200%")}
ON_PAPER = 680
FAULTS = ("403.html", "403_csrf.html", "500.html", "503.html")

# What shows that an element has the focus: a line around it, around what stands for it, or a shadow.
UNSEEN = """() => {
  const line = style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
  const shown = element => line(getComputedStyle(element)) || line(getComputedStyle(element, "::after"))
  const things = document.querySelectorAll("a[href], button, input, select, textarea, summary")
  return [...things].filter(thing => {
    if (!thing.checkVisibility() || thing.disabled) return false
    thing.focus({preventScroll: true})
    if (document.activeElement !== thing) return false
    return !shown(thing) && !shown(thing.closest("label") ?? thing)
  }).map(thing => thing.outerHTML.slice(0, 100))
}"""
# Longer text than its line is: set in a column that holds a few letters. A goal's tile shows its number
# alone; its words are for those who hear it.
SQUEEZED = """() => [...document.querySelectorAll("main :is(p, h2, h3, li:not(.goals > li), dd)")]
  .filter(each => each.checkVisibility() && each.innerText.length > 40 && each.clientWidth < 90)
  .map(each => each.innerText.slice(0, 60))"""


def show(page, look):
    page.emulate_media(color_scheme=look.scheme)
    page.set_viewport_size({"width": look.width, "height": 900})
    page.evaluate("size => { document.documentElement.style.fontSize = size }", look.letters)


def is_wide(page):
    """Whether one must scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.fixture
def views(browser_page, network, site):
    """The network's views, and the pages that nobody can ask for: as if they stood below /fejl/."""
    request, now = RequestFactory().get("/"), timezone.now()
    for name in FAULTS:
        html = render_to_string(name, {"until": now, "same_day": True}, request)
        browser_page.route(
            f"{site}/fejl/{name}",
            lambda route, _request, html=html: route.fulfill(body=html, content_type="text/html"),
        )
    return network | {name: f"/fejl/{name}" for name in FAULTS}


@pytest.mark.parametrize("looks", LOOKS.values(), ids=LOOKS)
def test_reads_in_every_look(browser_page, views, looks):
    """No rule of accessibility is broken, and nobody scrolls sideways."""
    found = []
    for name, address in views.items():
        browser_page.goto(address)
        for how, look in looks.items():
            show(browser_page, look)
            found += [f"{name}, {how}: {fault}" for fault in faults(browser_page)]
            found += [f"{name}, {how}: scrolls sideways"] if is_wide(browser_page) else []
    assert found == [], "\n".join(found)


def test_never_scrolls_sideways(browser_page, views):
    found = []
    for name, address in views.items():
        browser_page.goto(address)
        for how, look in TIGHT.items():
            show(browser_page, look)
            found += [f"{name}, {how}"] if is_wide(browser_page) else []
    assert found == [], "\n".join(found)


def test_shows_where_the_focus_is(browser_page, views):
    found = []
    for name, address in views.items():
        browser_page.goto(address)
        # From now on, the browser shows the focus as it does for whoever uses the keyboard.
        browser_page.keyboard.press("Tab")
        found += [f"{name}: {html}" for html in browser_page.evaluate(UNSEEN)]
    assert found == [], "\n".join(found)


def test_sets_no_text_in_a_sliver_on_paper(browser_page, network):
    browser_page.set_viewport_size({"width": ON_PAPER, "height": 900})
    browser_page.emulate_media(media="print")
    found = []
    for name, address in network.items():
        browser_page.goto(address)
        found += [f"{name}: {text}" for text in browser_page.evaluate(SQUEEZED)]
    assert found == [], "\n".join(found)
