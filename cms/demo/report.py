"""What the command says while it works: one line a step, with a count that moves, a tick and a time."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.core.management.base import OutputWrapper

Row = TypeVar("Row")
WIDTH = 34


class Step:
    """One step under way. `count` is shown; `of` is how many there will be, where that is known."""

    def __init__(self, report: "Report", label: str, of: int | None) -> None:
        self.report, self.label, self.of, self.count = report, label, of, 0

    def advance(self, by: int = 1) -> None:
        self.count += by
        self.report.show(f"  … {self.label:<{WIDTH}} {self.counted}")

    @property
    def counted(self) -> str:
        if not self.count:
            return ""
        return f"{self.count}/{self.of}" if self.of and self.count < self.of else str(self.count)


class Report:
    """Writes to `stream`. On a terminal the line of the running step is written over as it moves."""

    def __init__(self, stream: OutputWrapper) -> None:
        self.stream = stream
        self.is_terminal = stream.isatty()
        self.written_at = 0.0

    @contextmanager
    def step(self, label: str, of: int | None = None) -> Iterator[Step]:
        """Around one piece of work. Its line gets a tick when the work is done."""
        step, began = Step(self, label, of), time.monotonic()
        self.show(f"  … {label}", now=True)
        yield step
        taken = f"{time.monotonic() - began:.1f} s"
        start = "\r\033[K" if self.is_terminal else ""
        self.stream.write(f"{start}  ✓ {label:<{WIDTH}} {step.counted:>6} {taken:>8}\n")
        self.stream.flush()

    def each(self, label: str, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, counted as they go by."""
        found = list(rows)
        with self.step(label, of=len(found)) as step:
            for row in found:
                yield row
                step.advance()

    def show(self, line: str, *, now: bool = False) -> None:
        """Write over the running line, at most ten times a second."""
        if not self.is_terminal or not (now or time.monotonic() - self.written_at > 0.1):
            return
        self.written_at = time.monotonic()
        self.stream.write(f"\r\033[K{line}", ending="")
        self.stream.flush()
