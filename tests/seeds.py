"""Migrated databases that are made once and copied: a SQLite file, or the data of a PostgreSQL cluster.

Laying out the tables takes one core some twenty seconds. Each process of the tests, each lane of the faults
and each measurement takes a copy of a seed instead. Seeds lie in `var/seeds` under a hash of all that they
follow from (`origin`): what comes of other code has another name, so an old one is never taken. Of each kind
the newest alone is kept.
"""

import fcntl
import hashlib
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "seeds"
OURS = ("cms", "home", "newsletters")
NAME = "network"  # of the database in a cluster
KEYS = {
    "SECRET_KEY": "a-key-for-the-faults-only-0123456789-abcdefghij-klmnop",
    "SUPPRESSION_KEY": "another-key-for-the-faults-only-0123456789-abcdefg-hi",
}


def plant(kind: str, target: Path) -> None:
    """Copy the seed of this kind, `sqlite` or `postgres`, to `target`; make it first where it is missing.

    Another process that is at it already is waited for.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    seed = FOLDER / f"{kind}-{origin()}"
    with (FOLDER / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not seed.exists():
            for old in FOLDER.glob(f"{kind}-*"):
                remove(old)
            # What is broken off half-way has no seed's name.
            unripe = FOLDER / f"unripe-{kind}"
            remove(unripe)
            MAKERS[kind](unripe)
            unripe.rename(seed)
        subprocess.run(["cp", "-a", str(seed), str(target)], check=True)


def begin(kind: str) -> "subprocess.Popen[bytes] | None":
    """Make the seed in a process of its own, where it is missing, while this one does something else."""
    if (FOLDER / f"{kind}-{origin()}").exists():
        return None
    return subprocess.Popen([sys.executable, "-W", "ignore", "-m", "tests.seeds", kind])


@cache
def origin() -> str:
    """What a seed follows from, as a hash: our code, all installed packages, Python, SQLite.

    Not our migrations alone: they, and the permissions and content types that follow them, read models and
    settings. PostgreSQL is one of the packages.
    """
    packages = sorted({f"{one.name} {one.version}" for one in metadata.distributions()})
    versions = [platform.python_version(), sqlite3.sqlite_version, *packages]
    return digest([Path(__file__), *sources(ROOT)], versions)


def sources(root: Path) -> list[Path]:
    return sorted(file for name in OURS for file in (root / name).rglob("*.py"))


def digest(files: list[Path], versions: list[str]) -> str:
    """Sixteen letters that are others when a file is, its name, its place, or a version."""
    found = hashlib.sha256("\n".join(versions).encode())
    for file in files:
        found.update(f"\n{file}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()[:16]


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


def make_sqlite(path: Path) -> None:
    migrate(f"sqlite:///{path}")


def make_postgres(path: Path) -> None:
    from tests.databases import running, start_postgres

    start_postgres()
    server: Any = running.pop("server")
    folder = running.pop("folder")
    try:
        server.psql(f"CREATE DATABASE {NAME};")
        migrate(server.get_uri(database=NAME))
    finally:
        server.cleanup()
    subprocess.run(["cp", "-a", str(folder), str(path)], check=True)
    remove(folder)
    # Who used this cluster says nothing of who will use a copy.
    for left in (".handle_pids.json", "log"):
        (path / left).unlink(missing_ok=True)


MAKERS: dict[str, Callable[[Path], None]] = {"sqlite": make_sqlite, "postgres": make_postgres}


def migrate(url: str) -> None:
    """Lay out the tables, in a process that has the settings of development, whoever asks for it."""
    code = "from tests.seeds import run_migrations; run_migrations()"
    command = [sys.executable, "-W", "ignore", "-c", code]
    subprocess.run(command, cwd=ROOT, env=environment(url), check=True, stdout=subprocess.DEVNULL)


def run_migrations() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from cms.demo.collecting import collecting_seldom

    with collecting_seldom():
        call_command("migrate", verbosity=0)
    connection.close()


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory(prefix="network-seed-") as folder:
        plant(sys.argv[1], Path(folder) / "copy")
