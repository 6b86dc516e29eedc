"""Named moments of a hand-over, at which a proof can stop the clock: see `tests/faults`.

Nothing listens in operation. A proof puts a function in `LISTENERS` that kills its own process at a
moment, which is how each of them is shown to be safe to die at.
"""

from collections.abc import Callable

LISTENERS: list[Callable[[str], None]] = []


def reached(moment: str) -> None:
    """Say that this moment is reached."""
    for listener in LISTENERS:
        listener(moment)
