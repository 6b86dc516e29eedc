"""Who is alive: a lock for each worker that the kernel keeps, and that ends with its holder.

A worker takes a number nobody had before, holds the lock of that number for as long as it works, and writes
the number on each batch it claims. Whoever can take that lock knows that its worker is gone, and that
nobody will hand over what it left. PostgreSQL keeps an advisory lock as long as the session lives, an
operating system a `flock` as long as the process does. Both end with `kill -9`, and neither ends while a
worker is merely paused; so no clock and no lease decides whether a batch may be taken over. The PostgreSQL
connection must be a direct one: a pooler that shares sessions between transactions would share the locks
too.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

FOLDER = "network-locks"
# Positive bigints: the key space of pg_advisory_lock, of which we leave the negative half to others.
NUMBER_BITS = 62


class NotAliveError(Exception):
    """The lock of a new worker could not be taken. Nobody else can have it, so something is badly wrong."""


@contextmanager
def working() -> Iterator[int]:
    """Be a worker for the time of the block. Yields the worker's number."""
    number = secrets.randbits(NUMBER_BITS)
    with holding(number) as is_ours:
        if not is_ours:
            raise NotAliveError(number)
        yield number


@contextmanager
def holding(worker: int) -> Iterator[bool]:
    """Hold a worker's lock for the time of the block. Yields False, at once, when another lives on it.

    Whoever gets it knows that the worker is gone, and it never comes back: no number is used twice.
    """
    keeper = _holding_in_database if connection.vendor == "postgresql" else _holding_a_file
    with keeper(worker) as is_ours:
        yield is_ours


@contextmanager
def _holding_in_database(worker: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s), pg_backend_pid()", [worker])
        is_ours, session = cursor.fetchone()
    try:
        yield bool(is_ours)
    finally:
        if is_ours and connection.connection and not connection.connection.closed:
            with connection.cursor() as cursor:
                # A new session after a lost one holds nothing that could be let go.
                cursor.execute(
                    "SELECT pg_advisory_unlock(%s) WHERE pg_backend_pid() = %s", [worker, session]
                )


@contextmanager
def _holding_a_file(worker: int) -> Iterator[bool]:
    folder = lock_folder()
    folder.mkdir(exist_ok=True)
    path = folder / f"{worker:016x}"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        if not _is_still_there(descriptor, path):
            # Its last holder took the file away between our opening and our locking.
            yield False
            return
        try:
            yield True
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def lock_folder() -> Path:
    """Beside the SQLite file, so that all who share the database share the locks."""
    return Path(connection.settings_dict["NAME"]).resolve().parent / FOLDER


def _is_still_there(descriptor: int, path: Path) -> bool:
    try:
        return os.fstat(descriptor).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False
