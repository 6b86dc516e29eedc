"""What is said to a member of their place in the directory and of letters to colleagues."""

import pytest
from django.utils import timezone

from cms.directory.holdings import entries_of, notes_of
from cms.directory.models import Note
from cms.holdings.registry import Person
from tests.factories.directory import make_entry

pytestmark = pytest.mark.django_db


def person_of(member):
    return Person(member.email_key, member.fingerprint, member=member.pk)


def test_says_what_colleagues_see_and_no_more_than_ones_own():
    entry, _other = make_entry(shows_role=True), make_entry()
    (row,) = entries_of(person_of(entry.member), None)
    assert [fact.value for fact in row.facts if fact.name == "shown"] == ["Rolle"]


def test_says_who_wrote_to_whom_and_when_it_is_deleted():
    anna, bo = make_entry().member, make_entry().member
    note = Note.objects.create(sender=anna, recipient=bo, mark="x", at=timezone.now())
    (sent,) = notes_of(person_of(anna), None)
    (received,) = notes_of(person_of(bo), None)
    assert sent.what == f"Du skrev til {bo.full_name}"
    assert received.what == f"{anna.full_name} skrev til dig"
    assert (sent.deleted_at - note.at).days == 30
