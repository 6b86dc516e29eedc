"""The rule in words and as data."""

import pytest

from newsletters.audiences.rules import Rule, join_or, sentence
from tests.factories.pages import make_topic

pytestmark = pytest.mark.django_db


def test_says_everybody_in_words():
    assert sentence(Rule()) == "medlemmer, der har sagt ja til nyhedsbreve"


def test_says_kinds_and_areas_in_words():
    topic = make_topic(title="Energi")
    rule = Rule(topics=(topic.pk,), kinds=("municipality", "region"))
    assert sentence(rule) == (
        "medlemmer, der har sagt ja til nyhedsbreve og arbejder for: kommune eller region"
        " og interesserer sig for: Energi"
    )


def test_says_that_an_area_is_gone():
    assert sentence(Rule(topics=(987654,))).endswith(
        "interesserer sig for: et fagområde, der er væk"
    )


def test_comes_back_from_json_as_it_was():
    rule = Rule(topics=(3, 5), kinds=("region",))
    assert Rule.from_json(rule.to_json()) == rule


@pytest.mark.parametrize(
    ("words", "joined"),
    [([], ""), (["a"], "a"), (["a", "b"], "a eller b"), (["a", "b", "c"], "a, b eller c")],
)
def test_joins_words_as_people_do(words, joined):
    assert join_or(words) == joined
