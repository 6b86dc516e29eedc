"""No test runs on a database that other code made."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from tests import seeds


@pytest.fixture
def made(tmp_path: Path, monkeypatch) -> list[Path]:
    """An empty folder for seeds, and those that were made there."""
    making: list[Path] = []

    def make(path: Path) -> None:
        making.append(path)
        path.write_text(f"seed {len(making)}")

    monkeypatch.setattr(seeds, "FOLDER", tmp_path / "seeds")
    monkeypatch.setitem(seeds.MAKERS, "sqlite", make)
    return making


def plant(tmp_path: Path) -> str:
    seeds.plant("sqlite", tmp_path / "copy")
    return (tmp_path / "copy").read_text()


def test_makes_a_seed_once_for_the_same_code(made, tmp_path):
    assert [plant(tmp_path), plant(tmp_path)] == ["seed 1", "seed 1"]


def test_makes_it_anew_for_other_code_and_keeps_no_old_one(made, tmp_path, monkeypatch):
    plant(tmp_path)
    monkeypatch.setattr(seeds, "origin", lambda: "other")
    assert plant(tmp_path) == "seed 2"
    assert [one.name for one in seeds.FOLDER.glob("sqlite-*")] == ["sqlite-other"]


def test_takes_nothing_that_was_broken_off(made, tmp_path, monkeypatch):
    def break_off(path: Path) -> None:
        path.write_text("half")
        raise RuntimeError

    whole = seeds.MAKERS["sqlite"]
    monkeypatch.setitem(seeds.MAKERS, "sqlite", break_off)
    with pytest.raises(RuntimeError):
        plant(tmp_path)
    monkeypatch.setitem(seeds.MAKERS, "sqlite", whole)
    assert plant(tmp_path) == "seed 1"


def test_tells_code_from_other_code(tmp_path):
    one = tmp_path / "cms" / "migrations" / "0001_tables.py"
    one.parent.mkdir(parents=True)
    one.write_text("a = 1")
    found = [seeds.digest([one], ["django 5.2.1"])]
    found.append(seeds.digest([one], ["django 5.2.2"]))
    one.write_text("a = 2")
    found.append(seeds.digest([one], ["django 5.2.1"]))
    other = one.rename(one.with_name("0002_tables.py"))
    found.append(seeds.digest([other], ["django 5.2.1"]))
    assert len(set(found)) == 4
    one.write_text("a = 2")
    assert found[2] == seeds.digest([one], ["django 5.2.1"])


def test_follows_from_every_migration_model_and_setting_of_ours():
    known = seeds.sources(seeds.ROOT)
    places = [Path(app.path) for app in apps.get_app_configs()]
    ours = [place for place in places if place.parent == seeds.ROOT]
    assert {place.name for place in ours} == set(seeds.OURS)
    assert [file for place in ours for file in place.rglob("*.py") if file not in known] == []
    assert seeds.ROOT / "cms" / "settings" / "base.py" in known


@pytest.mark.django_db
def test_the_database_of_the_tests_has_every_migration_and_no_other():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    applied = set(MigrationRecorder(connection).applied_migrations())
    assert applied == set(executor.loader.disk_migrations)
