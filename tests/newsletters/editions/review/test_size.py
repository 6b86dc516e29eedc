"""How large the letter may be."""

from dataclasses import replace

import pytest

from newsletters.editions.review import size
from tests.factories.pages import make_newsletter

from .drafts import draft_of, severities

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("letters", "expected"),
    [(39_999, []), (40_000, ["warn"]), (49_999, ["warn"]), (50_000, ["stop"])],
)
def test_counts_bytes_and_not_letters(letters, expected):
    draft = draft_of(make_newsletter())
    draft.rendered = (replace(draft.letter, html="æ" * letters), "")
    assert severities(list(size.is_shown_whole(draft))) == expected


def test_says_nothing_of_a_letter_that_is_none():
    draft = draft_of(make_newsletter())
    draft.rendered = (None, "Nej")
    assert list(size.is_shown_whole(draft)) == []


def test_lets_a_usual_letter_be():
    assert list(size.is_shown_whole(draft_of(make_newsletter()))) == []
