"""The name that is searched in is the one that the member has."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.directory.models import Entry, Note
from cms.directory.queries import Wanted, found
from cms.directory.sweeping import KEPT, sweep
from cms.members.models import Member
from tests.factories.directory import make_entry
from tests.factories.people import make_member

NOW = timezone.now()


def is_found(name):
    return found(Wanted(name=name)).exists()


def test_follows_a_member_who_is_saved():
    member = make_entry(first_name="Bo").member
    member.first_name = "Åse"
    member.save()
    assert (is_found("bo"), is_found("aase")) == (False, True)


def test_asks_nothing_where_the_name_is_not_saved():
    member = make_entry().member
    with CaptureQueriesContext(connection) as asked:
        member.save(update_fields=["unit"])
        make_member(consent=False)
    assert [query for query in asked.captured_queries if Entry._meta.db_table in query["sql"]] == []


def test_follows_many_who_are_written_at_once_within_a_minute():
    entries = [make_entry(first_name="Bo", last_name=last) for last in ("", "Dahl")]
    Member.objects.update(first_name="Ida")
    assert is_found("ida") is False
    assert sweep(now=NOW)["names in the directory followed"] == len(entries)
    assert found(Wanted(name="ida")).count() == len(entries)
    assert sweep(now=NOW)["names in the directory followed"] == 0


def test_forgets_who_wrote_after_thirty_days():
    sender, recipient = make_member(), make_member()
    old = {"sender": sender, "recipient": recipient, "at": NOW - KEPT}
    Note.objects.create(**old, mark="a")
    Note.objects.create(**old | {"at": NOW}, mark="b")
    assert sweep(now=NOW)["notes between members forgotten"] == 1
    assert [note.mark for note in Note.objects.all()] == ["b"]
