"""The number that says whether what is kept still stands."""

from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from cms.caching import version
from cms.caching.models import ContentVersion
from cms.caching.version import Machine
from cms.models import Season
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db


def test_counts_once_for_all_changes_of_a_transaction(caching, committed):
    before = version.current()
    with committed():
        version.bump()
        version.bump()
    assert version.current() == before + 1


def test_does_not_count_what_came_to_nothing(caching, committed):
    before = version.current()
    with committed(), transaction.atomic():
        version.bump()
        transaction.set_rollback(True)
    assert version.current() == before


def test_does_not_count_what_nobody_sees(caching, committed):
    before = version.current()
    with committed():
        make_member().delete()
    # The organisation that the member works for is public; the member is not.
    assert version.current() == before + 1


def test_counts_what_comes_and_what_goes(caching, committed, home):
    season = Season(name="Nu", starts_on="2026-08-01", ends_on="2027-05-01")
    before = version.current()
    with committed():
        season.save()
    with committed():
        season.delete()
    assert version.current() == before + 2


def test_tells_other_processes_of_the_machine(tmp_path: Path):
    one, other = Machine(tmp_path / "number"), Machine(tmp_path / "number")
    one.raise_to(7)
    assert other.number == 7


def test_never_goes_back(tmp_path: Path):
    machine = Machine(tmp_path / "number")
    machine.raise_to(7)
    machine.raise_to(5)
    assert machine.number == 7


def test_sees_what_another_machine_changed(caching, monkeypatch):
    ContentVersion.objects.update_or_create(pk=1, defaults={"number": version.current() + 40})
    expected = ContentVersion.objects.get(pk=1).number
    monkeypatch.setattr(version, "_looks_again_at", 0.0)
    assert version.current() == expected


def test_goes_on_above_a_database_that_came_back_from_a_backup(caching, committed):
    before = version.current()
    ContentVersion.objects.update_or_create(pk=1, defaults={"number": 0})
    with committed():
        version.bump()
    assert version.current() == before + 1


def test_stands_while_the_database_is_away(caching, monkeypatch):
    before = version.current()

    def refuse(*arguments, **named):
        raise DatabaseError("gone")

    monkeypatch.setattr(version, "_looks_again_at", 0.0)
    monkeypatch.setattr(ContentVersion.objects, "values_list", refuse)
    assert version.current() == before
