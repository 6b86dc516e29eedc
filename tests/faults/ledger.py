"""What the ledger says, asked again when its database has just been restarted."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection

from .invariants import BrokenInvariantError

T = TypeVar("T")


class Ledger:
    """Questions that a case asks."""

    def read(self, ask: Callable[[], T], seconds: float = 30) -> T:
        """Ask the database, again when it has just been restarted."""
        until = time.monotonic() + seconds
        while True:
            try:
                return ask()
            except (OperationalError, InterfaceError):
                connection.close()
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def state(self, mailing: Any) -> tuple[str, str]:
        """(state, why it was stopped)."""
        from newsletters.delivery.models import Mailing

        found = Mailing.objects.filter(pk=mailing.pk).values_list("state", "pause")
        return self.read(lambda: found.get())

    def batches(self, mailing: Any, *states: str) -> list[Any]:
        from newsletters.delivery.models import Batch

        found = Batch.objects.filter(mailing=mailing)
        return self.read(lambda: list(found.filter(state__in=states) if states else found))

    def attempts(self, mailing: Any) -> list[Any]:
        from newsletters.delivery.models import Attempt

        return self.read(lambda: list(Attempt.objects.filter(batch__mailing=mailing)))

    def answers(self, mailing: Any) -> list[str]:
        """What the calls that have ended came to."""
        return [attempt.answer for attempt in self.attempts(mailing) if attempt.ended_at]

    def states(self, mailing: Any) -> dict[str, str]:
        """{address: the name of the letter's state}."""
        from newsletters.delivery.models import Delivery

        rows = Delivery.objects.of(mailing.pk).values_list("address", "state")
        return {
            address: Delivery.State(state).name for address, state in self.read(lambda: list(rows))
        }

    def until(self, is_so: Callable[[], bool], seconds: float, words: str) -> None:
        limit = time.monotonic() + seconds
        while not self.read(is_so):
            if time.monotonic() > limit:
                raise BrokenInvariantError(f"{words}: not within {seconds:.0f} s")
            time.sleep(0.05)
