"""Names as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cms.organisations.names import LONGEST, folded, in_danish_order


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Høje-Taastrup Kommune", "hoeje taastrup kommune"),
        ("  ÅRHUS ", "aarhus"),
        ("A\u030arhus", "aarhus"),
        ("Ærø", "aeroe"),
        ("Café\tNoir", "cafe noir"),
        ("%_\\'\"", ""),
        ("🌱", ""),
    ],
)
def test_folds_case_accents_and_signs(written, key):
    assert folded(written) == key


def test_sorts_as_danes_do():
    names = ["Aarhus", "Ærø", "Ålborg", "Odense", "Ørsted", "Assens", "Aabenraa"]
    assert sorted(names, key=in_danish_order) == [
        "Assens",
        "Odense",
        "Ærø",
        "Ørsted",
        "Aabenraa",
        "Ålborg",
        "Aarhus",
    ]


@given(some.text(max_size=400))
def test_folds_anything_to_words_that_stay_as_they_are(written):
    key = folded(written)
    assert (key.isascii(), len(key) <= LONGEST, folded(key)) == (True, True, key.strip())
