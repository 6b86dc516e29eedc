"""Random deaths at random moments, random answers, several workers at once, until enough have died.

What is counted at the end is counted by the provider. It shows nothing about a fault that is not thrown here.
"""

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .calls import Act, Call
from .invariants import OVER, BrokenInvariantError
from .shapes import OF_CLASS
from .stage import Stage, unknown

MOMENTS = ("T1.mid", "T1.after", "T2.mid", "step.mid", "T2.after", "T3.before", "T3.mid", "T3.last")
MEMBERS = 400
# Faults go on for so long in one mailing at the most; then it must come to its end by itself.
CHAOS = 25.0


@dataclass
class Totals:
    """What came of all mailings so far."""

    numbers: Counter = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    longest_end: float = 0.0

    def words(self) -> str:
        said = ", ".join(f"{number} {name}" for name, number in sorted(self.numbers.items()))
        end = f"longest end {self.longest_end:.1f} s"
        return "; ".join([said, end, *self.broken[:3]])


class Chaos:
    """What happens to one mailing."""

    def __init__(self, stage: Stage, chance: random.Random) -> None:
        self.stage, self.chance = stage, chance
        self.deaths = 0
        self.restarts = stage.is_postgres and chance.random() < 0.4

    def decide(self, _call: Call) -> Act:
        """Of four calls, one ends so that nobody knows; of twenty, one worker dies in the call."""
        dice = self.chance.random()
        if dice < 0.05:
            return self.dying_act()
        if dice < 0.30:
            return self.chance.choice(AMBIGUOUS)()
        if dice < 0.36:
            return Act(takes=False, status=429, headers={"Retry-After": "1"})
        return Act(hang=self.chance.uniform(0, 0.15))

    def dying_act(self) -> Act:
        kill = self.stage.killing
        return self.chance.choice(
            [
                unknown(takes=False, at_headers=kill, end="at headers"),
                unknown(at_headers=kill),
                unknown(at_taken=kill, end="close"),
            ]
        )

    def moments(self) -> list[tuple[str, int, str]]:
        """Two of three workers carry their death with them."""
        if self.chance.random() < 0.33:
            return []
        return [(self.chance.choice(MOMENTS), self.chance.randint(1, 4), "kill")]

    def strike(self) -> None:
        """From outside, at any moment."""
        living = [worker for worker in self.stage.workers if worker.is_alive]
        if not living:
            return
        victim = self.chance.choice(living)
        dice = self.chance.random()
        if dice < 0.5:
            self.stage.kill(victim)
        elif self.restarts and dice < 0.75:
            self.stage.harm_all()
            self.stage.postgres.restart()
        else:
            self.stage.harmed.add(victim.pid)
            victim.signal(signal.SIGSTOP)
            # Some longer than the quiet time.
            time.sleep(self.chance.choice([0.2, 1.0, 4.5]))
            victim.go_on()


AMBIGUOUS = (
    lambda: unknown(status=503),
    lambda: unknown(takes=False, status=503),
    lambda: unknown(status=502),
    lambda: unknown(end="reset"),
    lambda: unknown(takes=False, end="reset"),
    lambda: unknown(end="close"),
    lambda: unknown(hang=2.2),
    lambda: unknown(takes=False, hang=2.2, end="close"),
    lambda: unknown(body=b"{not json"),
    lambda: unknown(cut=True),
)


def run(stage: Stage, *, kills: int, recipients: int, seconds: float) -> Iterator[dict[str, Any]]:
    """Yields how far it is, and at the end the result."""
    chance = random.Random(random.random())
    totals = Totals()
    begin = time.monotonic()
    told = begin
    numbers = totals.numbers
    while True:
        spent = time.monotonic() - begin
        is_enough = numbers["kills"] >= kills and numbers["recipients"] >= recipients
        if is_enough or spent > seconds or len(totals.broken) >= 3:
            break
        one_mailing(stage, chance, totals)
        if time.monotonic() - told > 60:
            told = time.monotonic()
            yield {"result": "…", "seen": totals.words(), "seconds": spent, "progress": True}
    spent = round(time.monotonic() - begin, 1)
    result = "BROKEN" if totals.broken else "holds"
    yield {"result": result, "seen": totals.words(), "seconds": spent, "numbers": dict(numbers)}


def one_mailing(stage: Stage, chance: random.Random, totals: Totals) -> None:
    """One mailing under fire, then in peace; its tally is added to the totals."""
    stage.reset(MEMBERS, chance.choice(OF_CLASS[stage.kind]))
    chaos = Chaos(stage, chance)
    mailing = stage.mailing()
    stage.provider.decide = chaos.decide
    numbers = totals.numbers
    numbers["mailings"] += 1
    until = time.monotonic() + CHAOS
    next_strike = time.monotonic() + chance.uniform(0.1, 1.0)
    try:
        while time.monotonic() < until and stage.state(mailing)[0] not in OVER:
            living = [worker for worker in stage.workers if worker.is_alive]
            if len(living) < chance.choice((2, 2, 3)):
                stage.worker(mailing, *chaos.moments(), calls=chance.choice((1, 2, 4)))
            if time.monotonic() > next_strike:
                chaos.strike()
                next_strike = time.monotonic() + chance.uniform(0.1, 1.5)
            if stage.state(mailing)[0] == "paused":
                stage.resume(mailing)
            time.sleep(0.02)
        stage.provider.decide = lambda _call: Act()
        stage.harmed |= {worker.pid for worker in stage.workers}
        end = stage.finish(mailing, resume=True)
        totals.longest_end = max(totals.longest_end, end)
        tally = stage.check(mailing)
        add(numbers, tally)
    except BrokenInvariantError as broken:
        totals.broken.append(f"mailing {numbers['mailings']} ({stage.shape}): {broken}")
    numbers["kills"] += sum(worker.was_killed for worker in stage.workers)
    numbers["resumes by a person"] += stage.resumes


def add(numbers: Counter, tally: Any) -> None:
    for name in ("recipients", "unknowns", "duplicates", "lost", "held", "held_not_sent", "calls"):
        numbers[name] += getattr(tally, name)
