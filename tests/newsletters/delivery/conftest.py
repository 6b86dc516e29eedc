"""A second worker, as far as locks go: another session, or another holder of the file."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connections

from newsletters.delivery import liveness


@pytest.fixture
def other_worker(django_db_blocker) -> Callable[[uuid.UUID], AbstractContextManager[None]]:
    """`with other_worker(batch_id)`: somebody else is alive on this batch for the time of the block."""

    @contextmanager
    def working(batch_id: uuid.UUID) -> Iterator[None]:
        holds, done = threading.Event(), threading.Event()

        def hold() -> None:
            with django_db_blocker.unblock(), liveness.holding(batch_id) as is_ours:
                if is_ours:
                    holds.set()
                done.wait(30)
            connections.close_all()

        thread = threading.Thread(target=hold)
        thread.start()
        assert holds.wait(10), "the other worker did not get the lock"
        try:
            yield
        finally:
            done.set()
            thread.join()

    return working
