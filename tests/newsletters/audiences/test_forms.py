"""The form that narrows an audience."""

import pytest

from newsletters.audiences.forms import RuleForm
from newsletters.audiences.models import Audience
from newsletters.audiences.rules import NOBODY, Rule
from tests.factories.pages import make_topic

pytestmark = pytest.mark.django_db


def test_gives_the_rule_that_was_ticked():
    topic = make_topic()
    form = RuleForm({"kinds": ["region"], "topics": [str(topic.pk)]})
    assert form.is_valid()
    assert form.rule == Rule(topics=(topic.pk,), kinds=("region",))


def test_means_everybody_when_nothing_is_ticked():
    form = RuleForm({})
    assert form.is_valid()
    assert form.rule == Rule()


def test_gives_the_rule_of_the_saved_audience_whatever_else_is_ticked():
    saved = Audience.objects.create(name="Regioner", rule=Rule(kinds=("region",)).to_json())
    form = RuleForm({"audience": str(saved.pk), "kinds": ["municipality"]})
    assert form.is_valid()
    assert form.rule == Rule(kinds=("region",))


def test_means_nobody_when_the_saved_audience_cannot_be_read():
    saved = Audience.objects.create(name="Gammel", rule={"moon": 1})
    form = RuleForm({"audience": str(saved.pk)})
    assert form.is_valid()
    assert form.rule == NOBODY


@pytest.mark.parametrize(
    "data",
    [
        {"kinds": ["moon"]},
        {"topics": ["x"]},
        {"topics": ["9" * 40]},
        {"audience": "x"},
        {"audience": "9" * 40},
        {"audience": "\x00"},
    ],
)
def test_refuses_what_is_no_choice(data):
    assert not RuleForm(data).is_valid()
