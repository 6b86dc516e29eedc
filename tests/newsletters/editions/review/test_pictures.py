"""Pictures in the letter."""

import pytest

from newsletters.editions.review import pictures
from tests.factories.pages import make_newsletter, make_story

from .drafts import draft_of, found, make_image, picture, severities

pytestmark = pytest.mark.django_db


def test_names_the_block_whose_picture_is_deleted():
    image = make_image()
    page = make_newsletter(body=[("two_columns", {"left": [picture(image)], "right": []})])
    assert found(pictures.has_pictures, page) == []
    image.delete()
    (fault,) = found(pictures.has_pictures, page)
    assert fault.words == "Blok 1.1 (Billede) har et billede, der er slettet. Vælg et andet."


def test_wants_to_know_what_a_picture_shows():
    page = make_newsletter(body=[picture(make_image(), alt=" ")])
    faults = found(pictures.describes_pictures, page)
    assert severities(faults) == ["stop"]
    assert faults[0].block == str(page.body[0].id)


def test_lets_a_described_picture_be():
    page = make_newsletter(body=[picture(make_image(), alt="En varmecentral")])
    assert found(pictures.describes_pictures, page) == []


def test_lets_a_decoration_be():
    page = make_newsletter(body=[picture(make_image(), decorative=True)])
    assert found(pictures.describes_pictures, page) == []


def test_advises_against_heavy_pictures(monkeypatch):
    image = make_image()
    body = [
        picture(image, alt="Et"),
        ("story", {"page": make_story(cover=image, cover_alt="Et"), "lead": ""}),
    ]
    page = make_newsletter(body=body)
    assert found(pictures.has_light_pictures, page) == []
    monkeypatch.setattr(pictures, "HEAVIEST", 10)
    faults = found(pictures.has_light_pictures, page)
    assert severities(faults) == ["warn", "warn"]
    assert [fault.block for fault in faults] == [str(child.id) for child in page.body]


def test_weighs_only_what_the_letter_shows(monkeypatch):
    monkeypatch.setattr(pictures, "HEAVIEST", 10)
    image = make_image()
    image.get_rendition("width-100|format-png")
    draft = draft_of(make_newsletter())
    assert draft.letter
    assert pictures.weights_in_letter(draft, {image.pk}) == {}
