"""What may have been meant."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.finding import vocabulary
from home.finding.vocabulary import meant, nearest, read_vocabulary
from tests.factories.pages import make_story
from tests.factories.people import make_organisation

KNOWN = Counter({"varmecentralen": 1, "kælderen": 3, "kælderne": 1, "havnen": 2})


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("varmecentrlaen", "varmecentralen"),
        ("kaelderen", "kælderen"),
        ("havnne", "havnen"),
        ("kælderne", "kælderne"),
        ("xyzzy", "xyzzy"),
        ("by", "by"),
    ],
)
def test_takes_the_nearest_word(typed, word):
    assert nearest(typed, KNOWN) == word


@given(typed=st.text(max_size=200))
def test_takes_any_text(typed):
    assert isinstance(nearest(typed, KNOWN), str)


def test_mends_the_wrong_word_alone(monkeypatch):
    monkeypatch.setattr(vocabulary, "vocabulary", lambda: KNOWN)

    assert meant("Kælderen havnne") == "kælderen havnen"
    assert meant("Kælderen havnen") == ""


def test_knows_titles_leads_and_organisations_of_public_pages(home):
    place = make_organisation(name="Lillebælt Kommune")
    make_story(title="Varmecentralen", lead="Driftschefen målte.", organisation=place)
    make_story(title="Kladden", lead="Skitsen", live=False)

    known = read_vocabulary()

    assert [known[word] for word in ("varmecentralen", "driftschefen", "lillebælt")] == [1, 1, 1]
    assert "kladden" not in known
    assert "skitsen" not in known
