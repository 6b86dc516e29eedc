"""F01 to F11: a worker dies, at every moment of a hand-over."""

import signal
import time

from ..calls import Act
from ..registry import fault
from ..stage import HTML, Stage


def die_at(stage: Stage, moment: str, turn: int, *, calls: int = 2, is_planned: bool = True) -> str:
    """Kill a worker at the n-th time of a moment, and let another come to the end."""
    mailing = stage.mailing()
    stage.expect_death(stage.worker(mailing, (moment, turn, "kill"), calls=calls))
    if not is_planned:
        state, _why = stage.state(mailing)
        assert state == "planning", f"I2: {state} after a death before the commit"
        stage.check(mailing, is_over=False)
        assert not stage.provider.calls
    seconds = stage.finish(mailing, calls=calls)
    return f"{stage.check(mailing)}; over after {seconds:.1f} s"


@fault("F01", "kill in T1, before its commit")
def f01(stage: Stage) -> str:
    return die_at(stage, "T1.mid", 1, is_planned=False)


@fault("F02", "kill after T1's commit")
def f02(stage: Stage) -> str:
    return die_at(stage, "T1.after", 1)


@fault("F03", "kill before the claim's commit")
def f03(stage: Stage) -> str:
    return die_at(stage, "T2.mid", 2)


@fault("F04", "kill after the claim, before the call")
def f04(stage: Stage) -> str:
    return die_at(stage, "T2.after", 2)


@fault("F05", "kill when the bytes are sent, before acceptance")
def f05(stage: Stage) -> str:
    mailing = stage.mailing()
    stage.provider.script = [
        Act(),
        Act(takes=False, at_headers=stage.killing, end="at headers", unknown=True),
    ]
    stage.expect_death_of(stage.worker(mailing))
    seconds = stage.finish(mailing)
    return f"{stage.check(mailing)}; over after {seconds:.1f} s"


@fault("F06", "kill at acceptance")
def f06(stage: Stage) -> str:
    mailing = stage.mailing()
    stage.provider.script = [Act(), Act(at_taken=stage.killing, end="close", unknown=True)]
    stage.expect_death_of(stage.worker(mailing))
    seconds = stage.finish(mailing)
    return f"{stage.check(mailing)}; over after {seconds:.1f} s"


@fault("F07", "kill after the answer was read")
def f07(stage: Stage) -> str:
    return die_at(stage, "T3.before", 2)


@fault("F08", "kill inside T3")
def f08(stage: Stage) -> str:
    first = die_at(stage, "T3.mid", 2)
    stage.reset(60)
    return f"{first}; and at step.mid: {die_at(stage, 'step.mid', 3)}"


@fault("F09", "kill after the last T3, before the mailing is closed")
def f09(stage: Stage) -> str:
    return die_at(stage, "T3.last", 1)


@fault("F10", "out of memory while a batch is made", members=60)
def f10(stage: Stage) -> str:
    """Its address space ends a little above what it has, after the claim is committed."""
    mailing = stage.mailing(html=HTML + "x" * 500_000)
    starved = stage.worker(mailing, ("T2.after", 1, "starve:0"), seconds=3)
    stage.harmed.add(starved.pid)
    starved.wait(12)
    stage.kill(starved)
    seconds = stage.finish(mailing, resume=True)
    tally = stage.check(mailing)
    return f"{tally}; the worker ended with {starved.status}; over after {seconds:.1f} s"


@fault("F11", "SIGTERM in the middle of a batch, SIGKILL after the grace")
def f11(stage: Stage) -> str:
    """The real `db_worker`: it ends its task first, and whoever deploys does not wait for ever."""
    mailing = stage.mailing()
    stage.provider.script = [Act(), Act()]
    stage.provider.decide = lambda _call: Act(hang=1.0, unknown=True)
    ended = stage.worker(mailing, calls=1, **{"as": "command"})
    stage.until(lambda: len(stage.provider.calls) >= 3, 20, "three calls")
    stage.harmed.add(ended.pid)
    begin = time.monotonic()
    ended.signal(signal.SIGTERM)
    stopped = ended.wait(2.5)
    grace = time.monotonic() - begin
    stage.kill(ended)
    stage.provider.decide = lambda _call: Act()
    seconds = stage.finish(mailing)
    how = f"by itself after {grace:.1f} s" if stopped else "only by SIGKILL"
    return f"{stage.check(mailing)}; it ended {how}; over after {seconds:.1f} s"
