"""What a forked worker does: what `db_worker` and `tick` do together, with time made short.

The code that sends is untouched: only its settings are other ones, and its named moments (`points`) are
listened to. Options come as JSON from `zygote`.
"""

import datetime as dt
import logging
import os
import resource
import signal
import time
import urllib.request
from contextlib import suppress
from dataclasses import replace
from typing import Any

logger = logging.getLogger("faults.worker")
# (deadline, read time-out, quiet time, time between two looks, first wait, time to the same call again)
SHORT = {"deadline": 2.0, "read": 1.5, "quiet": 3.0, "again": 0.5, "first": 0.3, "repeat": 0.6}
LONGEST_WAIT = 2.0
TICK = 0.4


def set_up(options: dict[str, Any]) -> None:
    """Point the settings at the provider of the proof, and make every wait short."""
    from django.conf import settings
    from django.db import connections

    from cms.mail import answers, providers
    from newsletters.delivery import points, recording, settling

    from .shapes import SHAPES

    shape = SHAPES[options["provider"]]
    times = {**SHORT, **options.get("times", {})}
    settings.MAIL_PROVIDER = shape.name
    settings.MAIL_BACKEND = f"anymail.backends.{shape.name}.EmailBackend"
    settings.ANYMAIL = {
        "REQUESTS_TIMEOUT": (1.0, times["read"]),
        "SEND_DEFAULTS": {},
        **shape.options(options["url"]),
    }
    settings.MAIL_DEADLINE = times["deadline"]
    settings.MAIL_QUIET, settings.MAIL_LOOK_AGAIN = times["quiet"], times["again"]
    settings.MAIL_CALLS = options.get("calls", 2)
    settings.MAIL_BATCH_SIZE = options.get("batch", 20)
    recording.FIRST_WAIT = dt.timedelta(seconds=times["first"])
    recording.REPEAT_AFTER = settling.REPEAT_AFTER = dt.timedelta(seconds=times["repeat"])
    answers.LONGEST_WAIT = LONGEST_WAIT
    settling.GIVE_UP_AFTER = dt.timedelta(seconds=options.get("give_up_after", 60))
    if seconds := options.get("key_seconds"):
        known = providers.PROVIDERS[shape.name]
        providers.PROVIDERS[shape.name] = replace(known, key_seconds=seconds)
    database = connections["default"].settings_dict
    database["NAME"] = options.get("database", database["NAME"])
    if host := options.get("host"):
        database["OPTIONS"] = {**database["OPTIONS"], "host": host}
    if seconds := options.get("busy_timeout"):
        database["OPTIONS"] = {**database["OPTIONS"], "timeout": seconds}
    points.LISTENERS[:] = [Listener(options["moments"])] if options.get("moments") else []
    if offset := options.get("clock"):
        set_clock(offset)


def set_clock(offset: float) -> None:
    """This process's wall clock is wrong by so many seconds; `monotonic` is not a clock of the wall."""
    from django.utils import timezone

    true_now, true_time = timezone.now, time.time
    timezone.now = lambda: true_now() + dt.timedelta(seconds=offset)
    time.time = lambda: true_time() + offset


class Listener:
    """Does something at the n-th time that a moment is reached: [moment, n, what]."""

    def __init__(self, wishes: list[tuple[str, int, str]]) -> None:
        self.wishes = {(moment, turn): what for moment, turn, what in wishes}
        self.seen: dict[str, int] = {}

    def __call__(self, moment: str) -> None:
        turn = self.seen[moment] = self.seen.get(moment, 0) + 1
        what = self.wishes.get((moment, turn)) or self.wishes.get((moment, 0))
        if what:
            ACTS[what.partition(":")[0]](what.partition(":")[2])


def _die(_words: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _stand_still(_words: str) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def _tell(words: str) -> None:
    """Tell the proof, and wait until it has done what it wants to do at this moment."""
    with urllib.request.urlopen(f"{words}&pid={os.getpid()}", timeout=60) as answer:
        answer.read()


def _only_read(_words: str) -> None:
    """As if the disk was full or the database read-only, for this worker's session."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET default_transaction_read_only = on")


def _fill_disk(_words: str) -> None:
    """Not one byte more goes into a file: EFBIG, as ENOSPC on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def _starve(words: str) -> None:
    """Leave so many more MiB of address space than there are now."""
    with open("/proc/self/statm") as statm:
        used = int(statm.read().split()[0]) * resource.getpagesize()
    most = used + int(float(words or 0) * 2**20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


ACTS = {
    "kill": _die,
    "stop": _stand_still,
    "tell": _tell,
    "read only": _only_read,
    "full": _fill_disk,
    "starve": _starve,
    "sleep": lambda words: time.sleep(float(words)),
}


def work(options: dict[str, Any]) -> int:
    """Work until the mailing is over or the time is up. Returns the number of errors that were logged."""
    from django.db import close_old_connections

    from newsletters.delivery import clock, fuse
    from newsletters.delivery.models import Mailing

    set_up(options)
    step = with_queue if options.get("queue") else directly
    errors = 0
    until = time.monotonic() + options.get("seconds", 120)
    if options.get("arm"):
        fuse.arm(now=clock.now())
    next_tick = 0.0
    while time.monotonic() < until:
        try:
            close_old_connections()
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + TICK
                tick()
            state = Mailing.objects.values_list("state", flat=True).get(pk=options["mailing"])
            if state in ("done", "done_with_held", "cancelled") and is_settled(options["mailing"]):
                return errors
            step(options["mailing"])
        except Exception:
            # `db_worker` says so, and takes the next task.
            logger.exception("a task failed")
            errors += 1
            if errors >= options.get("most_errors", 50):
                return errors
        time.sleep(0.05)
    return errors


def is_settled(mailing: int) -> bool:
    """Whether nothing of a mailing that is over is still being looked into."""
    from newsletters.delivery.models import Batch

    return not Batch.objects.filter(
        mailing=mailing, state__in=["ready", "submitting", "unknown"]
    ).exists()


def tick() -> None:
    from newsletters.delivery import clock, sweeping

    sweeping.sweep(now=clock.now())


def directly(mailing: int) -> None:
    """What the two doorbells do, without the queue: that may lose everything."""
    from newsletters.delivery import clock, planning, sending

    planning.plan(mailing, now=clock.now())
    sending.send_batches(mailing)


def with_queue(_mailing: int) -> None:
    """What `db_worker` does with the next task of the queue."""
    from django_tasks_db.models import DBTaskResult
    from django_tasks_db.utils import exclusive_transaction

    with exclusive_transaction("default"):
        result = DBTaskResult.objects.ready().filter(queue_name="mail").get_locked()
        if result is None:
            return
        result.claim("faults")
    arguments = result.args_kwargs
    returned = result.task.call(*arguments["args"], **arguments["kwargs"])
    result.set_successful(returned)


def serve(options: dict[str, Any]) -> int:
    """Be the web: the real WSGI application behind a plain server."""
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    from django.core.handlers.wsgi import WSGIHandler

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args: Any) -> None:
            """The addresses of a request hold tokens; the real server logs none."""

    set_up(options)
    with suppress(KeyboardInterrupt):
        make_server(
            "127.0.0.1", options["port"], WSGIHandler(), handler_class=Quiet
        ).serve_forever()
    return 0


def command(options: dict[str, Any]) -> int:
    """Be the real `manage.py db_worker`."""
    from django.core.management import call_command

    set_up(options)
    queue = ["--backend", "mail", "--queue-name", "mail", "--interval", "0.1"]
    call_command("db_worker", *queue, "--no-startup-delay", verbosity=0)
    return 0
