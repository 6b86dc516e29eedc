"""Words for each reader, and merge tags of other programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletters.editions.review import tokens
from tests.factories.pages import make_newsletter

from .drafts import found, severities, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "tag",
    [
        *("{{ first_name }}", "{{navn}}", "[[fornavn]]", "%(name)s", "*|FNAME|*"),
        *("%recipient.name%", "{name}", "{Fornavn}"),
    ],
)
def test_advises_against_tags_that_nobody_fills(tag):
    page = make_newsletter(body=[text(f"Kære {tag}, hej igen, {tag}")])
    (fault,) = found(tokens.has_no_merge_tags, page)
    assert (fault.block, f"»{tag}«" in fault.words) == (str(page.body[0].id), True)
    assert not fault.is_stop


def test_reads_the_fields_and_quotations_too():
    body = [("quote", {"text": "*|X|*", "name": "Bo", "role": ""})]
    page = make_newsletter(subject="{{ x }}", headline="[[y]]", body=body)
    assert severities(found(tokens.has_no_merge_tags, page)) == ["warn"] * 3


@pytest.mark.parametrize(
    "words", ["100 % sikker", "{se bilag}", "[1]", "f(x) = {x}", "5 * 4 | 3", "50 %(cirka)"]
)
def test_lets_ordinary_signs_be(words):
    assert found(tokens.has_no_merge_tags, make_newsletter(body=[text(words)])) == []


@given(st.text(alphabet="{}[]%()*| abs\n", max_size=300))
def test_reads_any_text(words):
    tokens.MERGE_TAG.findall(words)


def test_lets_words_of_the_list_be():
    page = make_newsletter(body=[text("Hej [fornavn|kollega] fra [Organisation|jer]")])
    for rule in (tokens.has_known_words, tokens.has_fallbacks, tokens.fills_words):
        assert found(rule, page) == []


def test_stops_a_word_that_is_not_on_the_list_and_says_which_are():
    page = make_newsletter(body=[text("Hej [fornavnet|kollega]")])
    (fault,) = found(tokens.has_known_words, page)
    assert (fault.is_stop, fault.block) == (True, str(page.body[0].id))
    assert "fornavn, efternavn, organisation" in fault.words


@pytest.mark.parametrize("field", ["subject", "preheader", "headline", "lead"])
def test_stops_a_word_where_it_is_not_filled_in(field):
    page = make_newsletter(**{field: "Hej [fornavn|kollega]"})
    assert severities(found(tokens.has_known_words, page)) == ["stop"]


@pytest.mark.parametrize("typed", ["[fornavn]", "[fornavn|]", "[fornavn| ]", "[First name]"])
def test_stops_a_word_without_anything_to_stand_in_for_it(typed):
    page = make_newsletter(body=[text(f"Hej {typed}")])
    assert severities(found(tokens.has_fallbacks, page)) == ["stop"]


def test_stops_a_word_that_is_half_bold():
    page = make_newsletter(body=[text("Hej [for<b>navn</b>|kollega] og [fornavn|du]")])
    (fault,) = found(tokens.fills_words, page)
    assert "»[fornavn|kollega]«" in fault.words
