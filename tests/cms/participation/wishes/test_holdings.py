"""What a member is shown of their wishes and votes."""

from cms.holdings.registry import receipt
from cms.members.queries import person_of
from tests.factories.wishes import make_wish


def kept_of(member):
    return {one.holding.name: one for one in receipt(person_of(member), most=5)}


def test_names_ones_wishes_and_votes(bo):
    make_wish(bo, title="Verdensmål i udbud")
    kept = kept_of(bo)
    assert "Verdensmål i udbud" in kept["participation.wishes"].rows[0].what
    assert "Verdensmål i udbud" in kept["participation.votes"].rows[0].what


def test_names_nobody_elses(bo):
    make_wish()
    kept = kept_of(bo)
    assert not kept["participation.wishes"].rows
    assert not kept["participation.votes"].rows
