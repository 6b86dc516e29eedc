"""The page that shows the faults beside the form."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from newsletters.editions.review import Fault, Severity
from tests.factories.pages import make_newsletter

pytestmark = pytest.mark.django_db


def shown(faults):
    context = {"faults": faults, "page": make_newsletter(), "edit_url": "/admin/pages/3/edit/"}
    html = render_to_string("newsletters/editions/preview_review.html", context)
    return BeautifulSoup(html, "html.parser")


def test_lists_what_stops_before_what_warns():
    faults = [Fault("b", severity=Severity.WARN), Fault("a"), Fault("c", severity=Severity.WARN)]
    assert [item.get_text() for item in shown(faults).find_all("li")] == ["a", "b", "c"]
    assert [part["class"] for part in shown(faults).find_all("section")] == [["stop"], ["warn"]]


def test_leads_to_the_block():
    (link,) = shown([Fault("<a>", "abc"), Fault("b")]).find_all("a")
    assert link["href"] == "/admin/pages/3/edit/#block-abc-section"
    assert (link["target"], link.get_text()) == ("_top", "<a>")


def test_is_glad_when_nothing_stands_in_the_way():
    page = shown([])
    assert page.find(class_="good")
    assert page.find_all("section") == []
