"""The worker that the demo needs: once for what waits, and beside the server for as long as it serves."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command

QUEUE = ("--backend", "mail", "--queue-name", "letters,mail")
PATIENCE = 10


def catch_up() -> None:
    """Do all that waits, also what an earlier run left behind when it was killed."""
    run_what_waits()
    call_command("tick", stdout=io.StringIO())
    run_what_waits()


def run_what_waits() -> None:
    """Run the tasks that wait, in this process, until none is left."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        once = ("--batch", "--no-reload", "--no-startup-delay")
        call_command("db_worker", *QUEUE, *once, verbosity=0)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


@contextmanager
def running() -> Iterator[subprocess.Popen]:
    """A worker process of our own, which ends when the block ends, also by a signal to this process."""
    process = subprocess.Popen(  # noqa: S603 - every word of it is ours
        [sys.executable, "manage.py", "db_worker", *QUEUE, "--no-reload"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"SITE_URL": settings.SITE_URL},
        start_new_session=True,  # Ctrl-C reaches only us, and we stop it once, gently
    )
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield process
    finally:
        signal.signal(signal.SIGTERM, before)
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
