"""Whether there is a letter at all."""

import pytest

from newsletters.editions.rendering import RenderingError
from newsletters.editions.review import content, draft
from tests.factories.pages import make_newsletter

from .drafts import found, link

pytestmark = pytest.mark.django_db


def words(rule, page):
    return [fault.words for fault in found(rule, page)]


def test_wants_something_to_read():
    assert words(content.has_content, make_newsletter(body=[])) == [
        "Nyhedsbrevet er tomt. Tilføj mindst én blok under »Indhold«."
    ]
    assert words(content.has_content, make_newsletter()) == []


def test_wants_it_published():
    assert words(content.is_published, make_newsletter(live=False)) == [
        "Nyhedsbrevet er en kladde. Udgiv det først: brevet linker til dets webudgave."
    ]
    assert words(content.is_published, make_newsletter()) == []


def test_wants_the_last_changes_published():
    page = make_newsletter()
    page.subject = "Et andet"
    page.save_revision()
    assert words(content.is_published, page) == [
        "Der er ændringer, som ikke er udgivet. Udgiv dem først."
    ]


@pytest.mark.parametrize("error", [RenderingError("Nej"), OSError("Nej"), ValueError("Nej")])
def test_says_why_the_letter_cannot_be_made(monkeypatch, error):
    def fail(page):
        raise error

    page = make_newsletter()
    assert words(content.can_be_rendered, page) == []
    monkeypatch.setattr(draft, "render", fail)
    (sentence,) = words(content.can_be_rendered, page)
    assert sentence.endswith("Nej")


def test_survives_an_address_that_is_none():
    page = make_newsletter(body=[link("http://[")])
    assert len(found(content.can_be_rendered, page)) <= 1
