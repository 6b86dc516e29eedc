"""A short list of choices in one field."""

import pytest
from django.core.exceptions import ValidationError

from cms.content.fields import ChoiceListField

COLOURS = [("red", "Rød"), ("green", "Grøn"), ("blue", "Blå")]


def field(**options):
    made = ChoiceListField("colours", choices=COLOURS, **options)
    made.set_attributes_from_name("colours")
    return made


@pytest.mark.parametrize("value", [[], ["red"], ["red", "blue"]])
def test_takes_a_list_of_the_choices(value):
    assert field().clean(value, None) == value


@pytest.mark.parametrize("value", [["pink"], "red", {"red": 1}, [["red"]], [None], None, 1, [1]])
def test_refuses_anything_else(value):
    with pytest.raises(ValidationError):
        field().clean(value, None)


def test_refuses_an_empty_list_where_one_must_be_chosen():
    with pytest.raises(ValidationError):
        field(blank=False).clean([], None)


def test_is_edited_as_tick_boxes():
    form_field = field().formfield()
    assert [value for value, _label in form_field.choices] == ["red", "green", "blue"]
    assert form_field.clean(["green"]) == ["green"]
    assert form_field.clean([]) == []
    with pytest.raises(ValidationError):
        form_field.clean(["pink"])
    with pytest.raises(ValidationError):
        field(blank=False).formfield().clean([])


def test_keeps_the_order_of_the_choices():
    assert field().clean(["blue", "red", "blue"], None) == ["red", "blue"]


def test_needs_no_migration_when_the_words_change():
    assert "choices" not in field().deconstruct()[3]
