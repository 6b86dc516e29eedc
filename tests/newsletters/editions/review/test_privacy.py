"""CPR numbers, and the way out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletters.editions.review import privacy
from tests.factories.pages import make_newsletter

from .drafts import draft_of, found, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["010190-1234", "3112991234", "290200-0000", "010190 – 1234"])
def test_stops_a_cpr_number_and_does_not_repeat_it(number):
    page = make_newsletter(body=[("heading", "Her"), text(f"Borgeren ({number}) ringede")])
    (fault,) = found(privacy.holds_no_cpr_number, page)
    assert (fault.block, fault.is_stop) == (str(page.body[1].id), True)
    assert number not in fault.words


@pytest.mark.parametrize("field", ["subject", "preheader", "headline", "lead"])
def test_reads_the_fields_too(field):
    page = make_newsletter(**{field: "Om 010190-1234"})
    assert len(found(privacy.holds_no_cpr_number, page)) == 1


@pytest.mark.parametrize(
    "number",
    [
        "12 34 56 78",
        "+45 12345678",
        "320190-1234",
        "290201-0000",
        "0101901234567",
        "EAN 5798000012345",
    ],
)
def test_lets_other_numbers_be(number):
    assert found(privacy.holds_no_cpr_number, make_newsletter(body=[text(number)])) == []


@given(st.text() | st.from_regex(privacy.CPR))
def test_reads_any_text(written):
    privacy.has_cpr_number(written)


@given(st.dates(), st.integers(0, 9999), st.sampled_from(["", "-"]))
def test_finds_every_number_of_somebody_born(born, rest, hyphen):
    assert privacy.has_cpr_number(f"{born:%d%m}{born.year % 100:02d}{hyphen}{rest:04d}")


@pytest.mark.parametrize("part", ["html", "text"])
def test_wants_a_way_out_in_each_part(part):
    draft = draft_of(make_newsletter())
    assert list(privacy.can_be_unsubscribed_from(draft)) == []
    draft.rendered = (replace(draft.letter, **{part: "Hej"}), "")
    (fault,) = privacy.can_be_unsubscribed_from(draft)
    assert fault.is_stop
