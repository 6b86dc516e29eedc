"""Who is alive: a lock for each batch that the kernel keeps, and that ends with its holder.

PostgreSQL keeps an advisory lock as long as the session lives, an operating system a `flock` as
long as the process does. Both end with `kill -9`, and neither ends while a worker is merely
paused; so no clock and no lease decides whether a batch may be taken over. The PostgreSQL
connection must be a direct one: a pooler that shares sessions between transactions would share
the locks too.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

FOLDER = "network-locks"


@contextmanager
def holding(batch_id: uuid.UUID) -> Iterator[bool]:
    """Hold the batch's lock for the time of the block. Yields False, at once, when another lives
    on it.
    """
    keeper = _holding_in_database if connection.vendor == "postgresql" else _holding_a_file
    with keeper(batch_id) as is_ours:
        yield is_ours


@contextmanager
def _holding_in_database(batch_id: uuid.UUID) -> Iterator[bool]:
    # A bigint with sign, as pg_try_advisory_lock takes it.
    key = int.from_bytes(batch_id.bytes[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours and connection.connection and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _holding_a_file(batch_id: uuid.UUID) -> Iterator[bool]:
    folder = Path(connection.settings_dict["NAME"]).parent / FOLDER
    folder.mkdir(exist_ok=True)
    path = folder / batch_id.hex
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


def _is_still_there(descriptor: int, path: Path) -> bool:
    try:
        return os.fstat(descriptor).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False
