"""The lock that says which worker is alive."""

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from newsletters.delivery import liveness

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
# A worker that holds the lock of the number it is told, says so, and then does nothing for a while.
HOLDER = """
import sys, time, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[2]
from newsletters.delivery import liveness
with liveness.holding(int(sys.argv[1])) as is_ours:
    print(is_ours, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder():
    """A process of its own that holds the lock of this worker; ended with the test."""
    started = []

    def start(number):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(number), str(connection.settings_dict["NAME"])],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test"},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout.readline() == "True\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_is_held_by_one_at_a_time(other_worker):
    worker = secrets.randbits(62)
    with other_worker(worker), liveness.holding(worker) as is_ours:
        assert is_ours is False
    with liveness.holding(worker) as is_ours:
        assert is_ours is True


def test_keeps_two_workers_apart(other_worker):
    with other_worker(secrets.randbits(62)), liveness.holding(secrets.randbits(62)) as is_ours:
        assert is_ours is True


def test_ends_with_an_error_in_the_block():
    worker = secrets.randbits(62)
    with pytest.raises(ZeroDivisionError), liveness.holding(worker):
        raise ZeroDivisionError
    with liveness.holding(worker) as is_ours:
        assert is_ours is True


def test_outlasts_a_pause_and_ends_with_a_kill(holder):
    worker = secrets.randbits(62)
    process = holder(worker)
    process.send_signal(signal.SIGSTOP)
    with liveness.holding(worker) as is_ours:
        assert is_ours is False
    process.send_signal(signal.SIGCONT)
    process.kill()
    process.wait()
    # PostgreSQL notices a moment later that the session's client is gone.
    for _ in range(50):
        with liveness.holding(worker) as is_ours:
            if is_ours:
                return
        connection.cursor().execute("SELECT 1")
        signal.sigtimedwait([], 0.1)
    pytest.fail("the lock outlived its holder")
