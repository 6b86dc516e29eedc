"""What is kept of seats, as the receipt says it."""

import pytest

from cms.holdings.registry import Person
from cms.invitations.holdings import CONTACTS, seats_of
from cms.invitations.models import Registration
from cms.invitations.passing import GUESTS_KEPT
from cms.members.queries import person_of
from tests.factories.pages import make_invitation
from tests.factories.people import make_member
from tests.factories.seats import make_registration

pytestmark = pytest.mark.django_db

GUEST = "gaest@kommune.example"


def facts(row):
    return {fact.name: fact.value for fact in row.facts}


def test_shows_a_members_seats_and_nobody_elses(home):
    day = make_invitation(title="Energidag")
    own = make_registration(day)
    make_registration(day)
    (row,) = seats_of(person_of(own.member), None)
    assert "Energidag" in row.what
    assert facts(row)["state"] == own.get_state_display()
    assert own.events.get().get_what_display() in facts(row)["events"]
    assert row.deleted_at is None


def test_says_when_a_guest_is_forgotten(home):
    own = make_registration(make_invitation())
    Registration.objects.filter(pk=own.pk).update(member=None, email=GUEST, email_key=GUEST)
    (row,) = seats_of(Person(GUEST, "0" * 32), None)
    assert row.deleted_at == own.invitation.ends_at + GUESTS_KEPT
    assert facts(row)["email"] == GUEST


def test_shows_where_somebody_is_the_one_to_ask(home):
    member = make_member()
    make_invitation(title="Energidag", contact_email=member.email.upper())
    make_invitation(contact_email="en.anden@kommune.example")
    assert [row.what for row in CONTACTS.of(person_of(member), None)] == ["Energidag"]
