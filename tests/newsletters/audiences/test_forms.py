"""The form that narrows an audience."""

import pytest

from newsletters.audiences.forms import RuleForm
from newsletters.audiences.rules import Rule
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


@pytest.mark.parametrize("data", [{"kinds": ["moon"]}, {"topics": ["x"]}, {"topics": ["9" * 40]}])
def test_refuses_what_is_no_choice(data):
    assert not RuleForm(data).is_valid()
