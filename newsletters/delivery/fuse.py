"""The fuse: a restored or copied database never sends by itself.

A copy of this database on another machine, or an older backup put back on this one, holds mailings that
look half sent, and would hand over again what went out already. Two marks tell it from the real one:

*The place.* The database's own identity, which no copy shares: on SQLite the machine, the device and the
file's number on it; on PostgreSQL the server, its system identifier and timeline, and the numbers of
the database and of the ledger's table, which change when they are restored.

*The count.* Every claim is counted in the database, and the highest count is kept on this machine, in a
file outside of it. A database that knows fewer claims than this machine has made is older than it.

A place is armed by the first mailing that is ever pressed in an empty ledger, or by a person.
"""

import datetime as dt
import fcntl
import hashlib
import os
import platform
from pathlib import Path

from django.conf import settings
from django.db import connection

from .models import Batch, Delivery, Fuse

FOLDER = "network-claims"
# Each mark by itself: a role that may not read one still has the others.
POSTGRES_MARKS = {
    "pg_control_system()": "SELECT system_identifier FROM pg_control_system()",
    "pg_control_checkpoint()": "SELECT timeline_id FROM pg_control_checkpoint()",
}
OIDS = """
    SELECT (SELECT oid FROM pg_database WHERE datname = current_database()), %s::regclass::oid
"""
COUNT = f"UPDATE {Fuse._meta.db_table} SET claims = claims + %s WHERE place = %s RETURNING claims"  # noqa: S608


def place() -> str:
    """Where this process finds the database, as a hash."""
    marks = _marks_of_postgres() if connection.vendor == "postgresql" else _marks_of_file()
    return hashlib.sha256("\x00".join(marks).encode()).hexdigest()


def armed_place(*, now: dt.datetime) -> str | None:
    """The place that this process sends from; None when this database may not send from here.

    An empty ledger arms itself: there is nothing in it that could have gone out before.
    """
    here = place()
    # Read in this order: whoever arms, claims and remembers meanwhile writes in the opposite one.
    known, is_used = remembered(here), Batch.objects.exists()
    fuse = Fuse.objects.filter(pk=here).first()
    if fuse is None:
        if is_used or Fuse.objects.exclude(pk=here).exists():
            return None
        Fuse.objects.get_or_create(pk=here, defaults={"armed_at": now})
        return here
    return here if fuse.claims >= known else None


def arm(*, now: dt.datetime) -> None:
    """Let this database send from here, because a person says so. Stop first what would go on by itself."""
    here = place()
    Fuse.objects.update_or_create(pk=here, defaults={"armed_at": now, "claims": remembered(here)})


def count_claims(here: str, number: int) -> int:
    """Count so many claims, in the claim's own transaction. Returns the new count, for `remember`."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [number, here])
        return int(cursor.fetchone()[0])


def remember(here: str, claims: int) -> None:
    """Keep the count on this machine, after the claim is committed and before anything leaves."""
    path = _file_of(here)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if claims > int(os.pread(descriptor, 20, 0) or b"0"):
            os.pwrite(descriptor, b"%020d" % claims, 0)
    finally:
        os.close(descriptor)


def remembered(here: str) -> int:
    """The highest count of claims that this machine has made from here."""
    try:
        return int(_file_of(here).read_bytes()[:20] or b"0")
    except FileNotFoundError:
        return 0


def _file_of(here: str) -> Path:
    return Path(settings.VAR_DIR) / FOLDER / here


def _marks_of_file() -> list[str]:
    path = Path(connection.settings_dict["NAME"]).resolve()
    found = path.stat()
    return [_machine(), str(path), str(found.st_dev), str(found.st_ino)]


def _machine() -> str:
    try:
        return Path("/etc/machine-id").read_text().strip()
    except OSError:
        return platform.node()


def _marks_of_postgres() -> list[str]:
    where = connection.settings_dict
    marks = [str(where.get(name) or "") for name in ("HOST", "PORT", "NAME")]
    with connection.cursor() as cursor:
        for function, query in POSTGRES_MARKS.items():
            cursor.execute("SELECT has_function_privilege(%s, 'execute')", [function])
            if cursor.fetchone()[0]:
                cursor.execute(query)
                marks.append(str(cursor.fetchone()[0]))
        cursor.execute(OIDS, [Delivery._meta.db_table])
        marks += [str(oid) for oid in cursor.fetchone()]
    return marks
