"""What is to be done next with an import, whoever does it: a request, a worker, `tick`'s bell."""

import time
from collections.abc import Callable
from functools import partial

from django.utils import timezone

from . import planning, running, undoing
from .models import Import

# So that other work gets its turn; what is left is rung for again.
MOST_SECONDS = 60.0
State = Import.State


def go_on(import_id: int, *, seconds: float = MOST_SECONDS) -> bool:
    """Go on with whatever the import is at, for about so long. True when something is left to do."""
    ends = time.monotonic() + seconds
    state = Import.objects.filter(pk=import_id).values_list("state", flat=True).first()
    if state is None:
        return False
    step = step_of(state)
    do = step(import_id)
    while do():
        if time.monotonic() > ends:
            return True
    # The rows are done; then the search index follows.
    return state == State.RUNNING


def step_of(state: str) -> Callable[[int], Callable[[], bool]]:
    return {State.PLANNING: plan, State.RUNNING: run, State.UNDOING: undo}.get(State(state), find)


def plan(import_id: int) -> Callable[[], bool]:
    words = planning.fetch_vocabulary(timezone.now())
    return lambda: planning.plan_batch(import_id, words, now=timezone.now())


def run(import_id: int) -> Callable[[], bool]:
    return lambda: running.run_batch(import_id, now=timezone.now())


def undo(import_id: int) -> Callable[[], bool]:
    return lambda: undoing.undo_batch(import_id, now=timezone.now())


def find(import_id: int) -> Callable[[], bool]:
    return partial(running.index_batch, import_id)
