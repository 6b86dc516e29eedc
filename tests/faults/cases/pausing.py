"""F12 to F15: workers that stand still, too many workers, a queue that lost everything."""

import time

import psutil

from ..calls import Act, Call
from ..registry import fault
from ..stage import Stage
from ..worker import SHORT

# Longer than the quiet time and both looks: whoever may take a batch over has done it by then.
LONG_ENOUGH = SHORT["quiet"] + 2 * SHORT["again"] + 1.5


def is_stopped(pid: int) -> bool:
    return psutil.Process(pid).status() == psutil.STATUS_STOPPED


@fault(
    "F12",
    "a worker stands still between claim and call, longer than the quiet time",
    best=("sqlite", "lookup"),
)
def f12(stage: Stage) -> str:
    mailing = stage.mailing()
    still = stage.worker(mailing, ("T2.after", 2, "stop"))
    stage.until(lambda: is_stopped(still.pid), 20, "the worker stands still")
    stage.worker(mailing, seconds=60)
    time.sleep(LONG_ENOUGH)
    submitting = stage.batches(mailing, "submitting")
    assert submitting, "a batch was taken from a worker that lives"
    still.go_on()
    seconds = stage.finish(mailing)
    return f"{stage.check(mailing, may_hold='nothing')}; over {seconds:.1f} s after it went on"


@fault("F13", "a worker stands still during the call, and a second one starts")
def f13(stage: Stage) -> str:
    stopped: list[int] = []

    def stand_still(call: Call) -> None:
        found = stage.zygote.workers[call.pid]
        stage.harmed.add(call.pid)
        found.stop()
        stopped.append(call.pid)

    mailing = stage.mailing()
    stage.provider.script = [
        Act(at_headers=stand_still, unknown=True),
        Act(),
        Act(),
        Act(at_taken=stand_still, unknown=True),
    ]
    still = stage.worker(mailing)
    stage.until(lambda: bool(stopped), 20, "the worker stands still")
    stage.worker(mailing, seconds=60)
    time.sleep(LONG_ENOUGH)
    for worker in stage.workers:
        worker.go_on()
    seconds = stage.finish(mailing)
    for worker in stage.workers:
        worker.go_on()
    assert still.wait(10)
    return f"{stage.check(mailing)}; {len(stopped)} stood still; over after {seconds:.1f} s"


@fault("F14", "five workers start at once on one mailing", members=400)
def f14(stage: Stage) -> str:
    mailing = stage.mailing()
    # On a machine as busy as this one a claim may be late; nobody is to hold it for too late.
    stage.options["times"] = {"read": 8.0, "deadline": 9.0, "quiet": 30.0}
    for _number in range(5):
        stage.worker(mailing, calls=3)
    seconds = stage.finish(mailing)
    tally = stage.check(mailing, may_hold="nothing")
    batches = stage.batches(mailing)
    attempts = stage.attempts(mailing)
    assert len(attempts) == len(batches) == tally.calls, (
        f"{len(attempts)} attempts, {tally.calls} calls"
    )
    return f"{tally}; {len(batches)} batches; over after {seconds:.1f} s"


@fault(
    "F14b",
    "five workers start at once on a ledger that was never sent from",
    best=("sqlite", "key"),
)
def f14b(stage: Stage) -> str:
    """The very first mailing: each finds the place not yet armed."""
    from newsletters.delivery.models import Fuse

    for _round in range(4):
        stage.reset(120)
        stage.read(Fuse.objects.all().delete)
        mailing = stage.mailing()
        for _number in range(5):
            stage.worker(mailing)
        stage.finish(mailing)
        tally = stage.check(mailing, may_hold="nothing")
    return f"four times: {tally}"


@fault("F15", "the task is stuck, then every task is gone")
def f15(stage: Stage) -> str:
    from django_tasks_db.models import DBTaskResult

    mailing = stage.mailing()
    stage.expect_death(stage.worker(mailing, ("T2.after", 2, "kill"), queue=True))
    stuck = stage.read(lambda: DBTaskResult.objects.filter(status="RUNNING").count())
    stage.read(DBTaskResult.objects.all().delete)
    seconds = stage.finish(mailing, queue=True)
    return f"{stage.check(mailing)}; {stuck} stuck; over after {seconds:.1f} s"
