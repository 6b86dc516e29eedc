"""The UN's 17 goals: their numbers, titles and colours."""

import re

import pytest
from django.utils import translation

from cms.content.goals import DARK_INK, GOALS, LIGHT_INK, contrast, goal, luminance

# Text on a goal's colour is large (24 px, or 18.66 px bold): WCAG 2.2, 1.4.3 asks 3 of it.
LARGE_TEXT = 3.0
UN_COLOURS = [
    "#e5243b",
    "#dda63a",
    "#4c9f38",
    "#c5192d",
    "#ff3a21",
    "#26bde2",
    "#fcc30b",
    "#a21942",
    "#fd6925",
    "#dd1367",
    "#fd9d24",
    "#bf8b2e",
    "#3f7e44",
    "#0a97d9",
    "#56c02b",
    "#00689d",
    "#19486a",
]


def test_are_seventeen_in_the_uns_order_and_colours():
    assert [goal.number for goal in GOALS] == list(range(1, 18))
    assert [goal.colour for goal in GOALS] == UN_COLOURS


def test_have_a_title_in_both_languages():
    for language in ("da", "en"):
        with translation.override(language):
            titles = [goal.title for goal in GOALS]
        assert (len(set(titles)), "" in titles) == (17, False)
    with translation.override("da"):
        assert goal(7).title == "Bæredygtig energi"
    with translation.override("en-gb"):
        assert goal(7).title == "Affordable and clean energy"
    with translation.override(None):
        assert goal(7).title == "Bæredygtig energi"


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: str(goal.number))
def test_carry_a_number_that_can_be_read(goal):
    assert contrast(goal.ink, goal.colour) >= LARGE_TEXT
    other = LIGHT_INK if goal.ink == DARK_INK else DARK_INK
    assert contrast(goal.ink, goal.colour) >= contrast(other, goal.colour)


def test_measures_contrast_as_wcag_does():
    assert (luminance("#000000"), luminance("#ffffff")) == (0.0, 1.0)
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert contrast("#0a97d9", "#0a97d9") == 1.0


@pytest.mark.parametrize("number", [0, 18, -1, 10**9])
def test_knows_no_other_goal(number):
    with pytest.raises(KeyError):
        goal(number)


def test_writes_colours_in_one_form():
    assert [c for c in UN_COLOURS if not re.fullmatch(r"#[0-9a-f]{6}", c)] == []
