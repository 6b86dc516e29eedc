"""A restored or copied database never sends by itself."""

import sqlite3
import threading

import pytest
from django.db import connection
from django.utils import timezone

from newsletters.delivery import fuse
from newsletters.delivery.models import Batch, Fuse, Mailing, key_of
from tests.factories.people import make_series

pytestmark = pytest.mark.django_db


def armed():
    return fuse.armed_place(now=timezone.now())


def test_arms_itself_in_an_empty_ledger():
    here = armed()
    assert here == fuse.place() == armed()
    assert Fuse.objects.get().place == here


def test_is_blown_where_the_ledger_came_from_somewhere_else():
    Fuse.objects.create(place="somewhere else", armed_at=timezone.now())
    assert armed() is None


def test_is_blown_where_a_ledger_has_lost_its_fuse():
    mailing = Mailing.objects.create(
        series=make_series(),
        page_key=1,
        revision_key=1,
        audience={},
        created_at=timezone.now(),
        not_after=timezone.now(),
    )
    Batch.objects.create(id=key_of(mailing.pk, 1), mailing=mailing, number=1, first=1, last=1)
    assert armed() is None


def test_is_blown_where_the_database_knows_fewer_claims_than_this_machine_made():
    here = armed()
    fuse.remember(here, fuse.count_claims(here, 3))
    assert armed() == here
    Fuse.objects.update(claims=2)  # the backup of an hour ago is put back
    assert armed() is None


def test_forgives_a_machine_that_lost_its_memory():
    here = armed()
    fuse.count_claims(here, 3)
    assert fuse.remembered(here) == 0
    assert armed() == here


def test_is_armed_by_a_person():
    Fuse.objects.create(place="somewhere else", armed_at=timezone.now())
    fuse.arm(now=timezone.now())
    assert armed() == fuse.place()


def test_remembers_the_highest_count_whoever_comes_last(settings, tmp_path):
    threads = [
        threading.Thread(target=fuse.remember, args=("here", number)) for number in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fuse.remembered("here") == 39


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a file can be copied on SQLite only")
def test_knows_a_copy_of_the_file_from_the_file(tmp_path, monkeypatch):
    path = connection.settings_dict["NAME"]
    before = fuse.place()
    copy = tmp_path / "copy.sqlite3"
    sqlite3.connect(path).execute(f"VACUUM INTO '{copy}'")
    monkeypatch.setitem(connection.settings_dict, "NAME", copy)
    assert fuse.place() != before


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="about PostgreSQL's own marks")
def test_knows_a_table_that_was_restored_from_the_one_it_was():
    before = fuse.place()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE newsletters_delivery RENAME TO newsletters_delivery_was")
        cursor.execute("CREATE TABLE newsletters_delivery (LIKE newsletters_delivery_was)")
    assert fuse.place() != before
