"""F37 and F45 to F47: a clock that is wrong, a deploy in the middle, a large audience, a log nobody reads."""

import datetime as dt
import time
from typing import Any

from django.db import connection
from django.utils import timezone

from ..calls import Act, Call
from ..people import make_members
from ..registry import fault
from ..stage import Stage

DAY = 24 * 3600.0


@fault("F37", "a worker's clock is a day ahead, a day behind", best=("postgres", "lookup"))
def f37(stage: Stage) -> str:
    """PostgreSQL's clock is the only one; on SQLite the machine's own jumps, and comes back."""
    shapes = ("postmark", "mailgun") if stage.kind == "lookup" else (stage.shape,)
    seen = []
    for shape in shapes:
        for offset in (-DAY, DAY):
            stage.reset(80, shape)
            stage.what = f"{shape} {offset / DAY:+.0f} day: "
            mailing = stage.mailing()
            stage.provider.script = [
                Act(),
                Act(at_taken=stage.killing, end="close", unknown=True),
            ]
            stage.expect_death_of(stage.worker(mailing, calls=1))
            wrong = stage.worker(mailing, clock=offset, seconds=6 if stage.is_postgres else 2)
            wrong.wait(20)
            if not stage.is_postgres:
                the_day_passes(mailing)
            seconds = stage.finish(mailing, resume=not stage.is_postgres)
            # How old a key is cannot be told any more by a clock that jumped.
            unsure = stage.kind == "key" and not stage.is_postgres
            tally = stage.check(mailing, may_hold="anything" if unsure else "by class")
            if stage.is_postgres:
                assert not stage.resumes
            seen.append(f"{stage.what}{tally}, {seconds:.1f} s")
    return "; ".join(seen)


def the_day_passes(mailing: Any) -> None:
    """What a clock that was ahead put off for a day comes to its turn."""
    from newsletters.delivery.models import Batch

    later = Batch.objects.filter(
        mailing=mailing, retry_at__gt=timezone.now() + dt.timedelta(hours=1)
    )
    later.update(retry_at=timezone.now())


@fault("F45", "a migration in the middle of a mailing, under a worker of before")
def f45(stage: Stage) -> str:
    tables = ("newsletters_batch", "newsletters_delivery", "newsletters_mailing")

    def alter(statement: str) -> None:
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} {statement}")
        connection.close()

    def deploy(_call: Call) -> None:
        alter("ADD COLUMN note_of_tomorrow varchar(20)")

    mailing = stage.mailing()
    stage.options["times"] = {"read": 8.0, "deadline": 9.0, "quiet": 10.0}
    stage.provider.script = [Act(), Act(at_taken=deploy)]
    try:
        old = stage.worker(mailing, calls=1)
        seconds = stage.finish(mailing, calls=1)
        tally = stage.check(mailing, may_hold="nothing")
        assert not old.errors, f"{old.errors} errors of the worker of before"
    finally:
        stage.zygote.kill_all()
        alter("DROP COLUMN note_of_tomorrow")
    return f"{tally}; over after {seconds:.1f} s"


@fault("F46", "100,000 recipients in one mailing", classes=("lookup",), members=0, is_long=True)
def f46(stage: Stage) -> str:
    from newsletters.delivery.models import Mailing

    make_members(100_000)
    stage.options |= {"batch": 500, "calls": 4, "times": {"read": 20, "deadline": 30, "quiet": 40}}
    begin = time.monotonic()
    mailing = stage.mailing()
    worker = stage.worker(mailing, seconds=900)
    planned = Mailing.objects.filter(pk=mailing.pk).exclude(planned_at=None)
    stage.until(planned.exists, 120, "the ledger")
    freezing = time.monotonic() - begin
    stage.finish(mailing, within=900)
    seconds = time.monotonic() - begin
    worker.wait(10)
    assert freezing < 60, f"T1 took {freezing:.0f} s"
    assert worker.memory_mb < 512, f"{worker.memory_mb} MB"
    return f"{stage.check(mailing)}; T1 {freezing:.1f} s, {worker.memory_mb} MB, all in {seconds:.0f} s"


@fault("F47", "the log is a pipe that nobody reads, and it is full")
def f47(stage: Stage) -> str:
    """Sending writes nothing to the log, so nothing waits for it. What it would write is checked by I9."""
    mailing = stage.mailing()
    stage.provider.script = [Act(), Act(takes=False, status=429), Act(status=503, unknown=True)]
    deaf = stage.worker(mailing, deaf_log=True, calls=1)
    seconds = stage.finish(mailing)
    assert deaf.wait(5), "the worker hangs"
    return f"{stage.check(mailing)}; over after {seconds:.1f} s"
