"""The version of everything public: one number for all processes and machines.

The row in the database is the truth. Processes of one machine see a change at once, through eight octets that
they all map into memory; other machines look at the row once a second. When the database does not answer,
the last number stands: what is kept can still be given.
"""

import fcntl
import logging
import mmap
import struct
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from .models import ContentVersion

log = logging.getLogger(__name__)
# How long another machine may show what was true before.
LOOK_EVERY = 1.0
FILE = "content-version"
_NUMBER = struct.Struct("<Q")


class Machine:
    """The number that all processes of this machine share."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self.file = path.open("r+b")
        if path.stat().st_size < _NUMBER.size:
            self.file.truncate(_NUMBER.size)
        self.octets = mmap.mmap(self.file.fileno(), _NUMBER.size)
        self.lock = threading.Lock()

    @property
    def number(self) -> int:
        return _NUMBER.unpack_from(self.octets)[0]

    def raise_to(self, number: int) -> None:
        """Never back, whoever comes last. Locks of files hold between processes, not between threads."""
        with self.lock:
            fcntl.lockf(self.file, fcntl.LOCK_EX)
            try:
                if number > self.number:
                    _NUMBER.pack_into(self.octets, 0, number)
            finally:
                fcntl.lockf(self.file, fcntl.LOCK_UN)


_machines: dict[Path, Machine] = {}
_looks_again_at = 0.0


def machine() -> Machine:
    folder = settings.VAR_DIR
    if folder not in _machines:
        _machines[folder] = Machine(folder / FILE)
    return _machines[folder]


def current() -> int:
    """The version as this process knows it. Read it before what it is to stand for."""
    global _looks_again_at
    here = machine()
    if time.monotonic() >= _looks_again_at:
        _looks_again_at = time.monotonic() + LOOK_EVERY
        here.raise_to(_in_database())
    return here.number


def known() -> int | None:
    """As `current`, without asking the database; None when that is due."""
    return machine().number if time.monotonic() < _looks_again_at else None


def bump() -> None:
    """Public content has changed: say so when the transaction has ended well, once."""
    if settings.PAGE_CACHE and not any(hook[1] is _bump for hook in connection.run_on_commit):
        transaction.on_commit(_bump, robust=True)


def _bump() -> None:
    # The machine's number may be ahead of a database that came back from a backup.
    ahead = Greatest(F("number"), Value(machine().number)) + 1
    if not ContentVersion.objects.filter(pk=1).update(number=ahead):
        ContentVersion.objects.get_or_create(pk=1)
        ContentVersion.objects.filter(pk=1).update(number=ahead)
    machine().raise_to(ContentVersion.objects.values_list("number", flat=True).get(pk=1))


def _in_database() -> int:
    try:
        return ContentVersion.objects.values_list("number", flat=True).filter(pk=1).first() or 0
    except DatabaseError:
        log.exception("The version of public content cannot be read; what is kept stands.")
        return 0
