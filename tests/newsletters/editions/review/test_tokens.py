"""Merge tags of other programs."""

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
