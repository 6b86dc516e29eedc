"""The rule in words and as data."""

import hashlib
import json

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings

from newsletters.audiences.groups import Condition, Group, RuleError
from newsletters.audiences.rules import NOBODY, Rule, sentence, sentences
from newsletters.audiences.words import join_or
from tests.factories.pages import make_topic
from tests.factories.people import make_organisation
from tests.newsletters.audiences.plain import JUNK, RULES, plain, rule_of

pytestmark = pytest.mark.django_db
many = settings(suppress_health_check=list(HealthCheck), max_examples=150)
WATER, ENERGY = Condition("topic", (3,)), Condition("topic", (5,))
REGIONS = Condition("kind", ("region",))
NOT_HR = Condition("unit", ("hr",), is_true=False)


def in_english(rule: Rule) -> str:
    with translation.override("en"):
        return sentence(rule)


def test_says_everybody_in_words():
    assert sentence(Rule()) == "medlemmer, der har sagt ja til nyhedsbreve"


def test_says_kinds_and_areas_in_danish():
    topic = make_topic(title="Energi")
    rule = Rule(topics=(topic.pk,), kinds=("municipality", "region"))
    assert sentence(rule) == (
        "medlemmer, der har sagt ja til nyhedsbreve og (arbejder i en kommune eller en region)"
        " og interesserer sig for Energi"
    )


def test_says_all_any_and_not_in_one_sentence():
    topic = make_topic(title="Energi")
    rule = Rule(
        groups=[
            Group((Condition("topic", (topic.pk,)), REGIONS), "any"),
            Group((NOT_HR, Condition("joined", ("2026-03-01",)))),
        ]
    )
    assert in_english(rule) == (
        "members who have said yes to newsletters and do not belong to a unit of the kind »HR unit«"
        " and joined on March 1, 2026 or later and (work in a region or are interested in Energi)"
    )


def test_puts_groups_of_which_one_is_enough_in_parentheses():
    rule = Rule(
        groups=[Group((REGIONS, NOT_HR)), Group((Condition("language", ("en",)),))], match="any"
    )
    assert in_english(rule) == (
        "members who have said yes to newsletters and ((work in a region and do not belong to a unit"
        " of the kind »HR unit«) or get their letters in English)"
    )


def test_names_the_first_of_many_and_counts_the_others():
    made = [make_organisation(name=f"By {number:02} Kommune") for number in range(12)]
    words = in_english(rule_of(Condition("organisation", tuple(one.pk for one in made))))
    assert words.endswith(
        "work for " + ", ".join(f"By 0{n} Kommune" for n in range(8)) + " or 4 others"
    )


def test_says_that_an_area_is_gone():
    assert sentence(Rule(topics=(987654,))).endswith("et fagområde, der er væk")


def test_says_that_an_organisation_is_gone():
    town = make_organisation(name="Prøveby Kommune")
    rule = rule_of(Condition("organisation", (town.pk, 987654, 987655)))
    assert in_english(rule).endswith("work for Prøveby Kommune or 2 organisations that are gone")


def test_says_that_a_choice_is_gone():
    rule = rule_of(Condition("unit", ("vanished",)))
    assert in_english(rule).endswith("belong to a unit of the kind a choice that is gone")


def test_says_in_words_that_a_rule_cannot_be_read():
    assert in_english(Rule.stored("?")) == "nobody, because the rule cannot be read"


def test_asks_as_much_of_the_database_for_three_rules_as_for_one(django_assert_num_queries):
    rules = [Rule(topics=(make_topic().pk,)) for _ in range(3)]
    for some_rules in (rules[:1], rules):
        with django_assert_num_queries(1):
            assert len(sentences(some_rules)) == len(some_rules)


@many
@given(rule=RULES)
def test_says_any_rule_without_a_fault_and_within_the_room(rule):
    words = sentence(rule)
    assert words
    assert len(words) <= 1000


def test_comes_back_from_json_as_it_was():
    rule = Rule(topics=(3, 5), kinds=("region",))
    assert Rule.from_json(rule.to_json()) == rule


@many
@given(rule=RULES)
def test_comes_back_from_json_whatever_it_was(rule):
    again = Rule.from_json(json.loads(json.dumps(rule.to_json())))
    assert (again, hash(again), again.key) == (rule, hash(rule), rule.key)


@many
@given(data=JUNK)
def test_reads_junk_or_refuses_it(data):
    try:
        rule = Rule.from_json(data)
    except RuleError:
        assert Rule.stored(data) == NOBODY
    else:
        assert Rule.from_json(rule.to_json()) == rule


def test_writes_what_the_first_mailings_said_as_they_wrote_it():
    assert Rule().to_json() == {"topics": [], "kinds": []}
    old = {"topics": [3, 5], "kinds": ["region"]}
    assert Rule(topics=(5, 3), kinds=("region",)).to_json() == old
    assert Rule.from_json(old) == rule_of(Condition("topic", (3, 5)), REGIONS)


def test_has_the_key_that_the_first_mailings_have():
    old = {"topics": [3, 5], "kinds": ["region"]}
    key = hashlib.sha256(json.dumps(old, sort_keys=True).encode()).hexdigest()
    assert Rule(topics=(5, 3), kinds=("region",)).key == key


def test_is_the_same_rule_in_whatever_order_it_was_built():
    one = rule_of(WATER, REGIONS, NOT_HR)
    other = Rule(groups=[Group((NOT_HR, REGIONS, NOT_HR)), Group((WATER,), "any")])
    assert (one, hash(one), one.key) == (other, hash(other), other.key)


def test_tells_all_from_any():
    either = rule_of(WATER, ENERGY, match="any")
    assert either != rule_of(WATER, ENERGY)
    assert either == Rule(groups=[Group((ENERGY,)), Group((WATER,))], match="any")


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "all",
        {"topics": "3"},
        {"topics": [True]},
        {"topics": [0]},
        {"topics": [2**31]},
        {"topics": [1.5]},
        {"kinds": ["DROP TABLE"]},
        {"topics": [], "moon": []},
        {"match": "some", "groups": []},
        {"match": ["all"], "groups": []},
        {"match": "all", "groups": [{"match": "all", "conditions": []}]},
        plain(field="moon"),
        plain(field=[]),
        plain(**{"is": 1}),
        plain(values=[]),
        plain(values={}),
        plain(field="joined", values=["yesterday"]),
        plain(field="joined", values=["2026-01-01", "2026-01-02"]),
        plain(field="unit", values=["hr\x00"]),
        plain(more=1),
    ],
)
def test_refuses_what_is_no_rule_and_means_nobody_where_it_is_stored(data):
    with pytest.raises(RuleError) as caught:
        Rule.from_json(data)
    assert caught.value.messages[0]
    assert Rule.stored(data) == NOBODY != Rule()


@pytest.mark.parametrize(
    ("groups", "conditions", "values"), [(11, 1, 1), (1, 21, 1), (1, 1, 201), (10, 2, 101)]
)
def test_refuses_more_than_it_holds(groups, conditions, values):
    condition = {"field": "organisation", "is": True, "values": list(range(1, values + 1))}
    others = [condition | {"values": condition["values"][::-1]}] * conditions
    data = {"match": "all", "groups": [{"match": "any", "conditions": others}] * groups}
    if (groups, conditions) == (10, 2):
        data = {
            "match": "any",
            "groups": [
                {
                    "match": "all",
                    "conditions": [
                        condition | {"values": [v + place * 1000 for v in condition["values"]]},
                        condition
                        | {"values": [v + place * 1000 + 500 for v in condition["values"]]},
                    ],
                }
                for place in range(10)
            ],
        }
    with pytest.raises(RuleError):
        Rule.from_json(data)


def test_means_nobody_again_when_it_is_frozen_and_read():
    assert Rule.from_json(NOBODY.to_json()) == NOBODY


@pytest.mark.parametrize(
    ("words", "joined"),
    [([], ""), (["a"], "a"), (["a", "b"], "a eller b"), (["a", "b", "c"], "a, b eller c")],
)
def test_joins_words_as_people_do(words, joined):
    assert join_or(words) == joined
