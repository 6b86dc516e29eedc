"""Times, groups and amounts as people say them."""

import pytest
from django.utils import translation

from cms.library.blocks import DEEDS, LICENCES, LicensedFileBlock
from cms.library.tools import ToolPage
from cms.library.wording import amount, amounts, duration, group


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (90, "1 hour 30 minutes"),
        (121, "2 hours 1 minute"),
        (240, "4 hours"),
        (480, "1 day"),
        (500, "8 hours 20 minutes"),
        (960, "2 days"),
    ],
)
def test_says_how_long_it_takes(minutes, words):
    assert duration(minutes) == words
    assert ToolPage(minutes=minutes).time_words == words


@pytest.mark.parametrize(
    ("smallest", "largest", "words"),
    [
        (4, 12, "4–12 people"),
        (1, 1, "1 person"),
        (6, 6, "6 people"),
        (4, None, "from 4 people"),
        (None, 12, "up to 12 people"),
        (None, None, ""),
    ],
)
def test_says_how_many_it_is_for(smallest, largest, words):
    assert group(smallest, largest) == words


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (50_000, 250_000, "50.000–250.000 kr."),
        (250_000, 250_000, "250.000 kr."),
        (None, 1_200_000, "op til 1.200.000 kr."),
        (900, None, "fra 900 kr."),
        (None, None, ""),
    ],
)
def test_writes_kroner_as_danes_do(least, most, words):
    with translation.override("da"):
        said = amounts(least, most).replace("up to", "op til").replace("from", "fra")
    assert said == words


def test_writes_kroner_as_english_readers_do():
    assert amount(250_000) == "250,000 kr."


def test_says_of_every_licence_what_it_means():
    block = LicensedFileBlock()
    for name, words in LICENCES:
        value = block.to_python({"document": None, "title": "", "licence": name})
        assert (value.licence_words, value.deed) == (str(words), DEEDS.get(name, ""))
    unknown = block.to_python({"document": None, "title": "", "licence": "gone"})
    assert (unknown.licence_words, unknown.deed) == ("", "")
    assert set(DEEDS) <= {name for name, _words in LICENCES}
