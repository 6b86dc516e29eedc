"""What a case works with: members, a mailing, workers to start and to kill, the provider's script."""

import os
import signal
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from . import worker as working
from .calls import Act, Call
from .databases import Place, PostgresPlace
from .invariants import OVER, BrokenInvariantError, Tally, check
from .ledger import Ledger
from .provider import Provider
from .shapes import OF_CLASS, SHAPES
from .zygote import Worker, Zygote

# Faults have stopped: so long may it take to come to an end (I7).
WITHIN = 120.0
HTML = "<p>\ue000greeting_html\ue001</p><p>Nyt.</p><a href='\ue000unsubscribe_url\ue001'>Afmeld</a>"
TEXT = "\ue000greeting\ue001\n\nNyt.\n\n\ue000unsubscribe_url\ue001"


class Stage(Ledger):
    """One lane's stage, cleared for each case."""

    def __init__(self, place: Place, kind: str, folder: Path) -> None:
        self.place, self.kind, self.folder = place, kind, folder
        self.provider = Provider(SHAPES[OF_CLASS[kind][0]])
        self.zygote = Zygote(place.url, folder)
        self.provider.workers = self.zygote.living
        self.page_key = 0
        self.log_from = 0
        self.reset(0)

    @property
    def postgres(self) -> PostgresPlace:
        assert isinstance(self.place, PostgresPlace)
        return self.place

    @property
    def is_postgres(self) -> bool:
        return self.place.vendor == "postgres"

    def close(self) -> None:
        self.provider.close()
        self.zygote.close()
        connection.close()

    def reset(self, members: int, shape: str = "") -> None:
        """An empty ledger, this many members, a provider that remembers nothing."""
        from . import people

        self.zygote.kill_all()
        self.shape = shape or OF_CLASS[self.kind][0]
        self.provider.closing.set()
        self.provider.reset(self.shape)
        self.options: dict[str, Any] = {}
        self.harmed: set[int] = set()
        self.all_harmed = False
        self.workers: list[Worker] = []
        self.kills = 0
        # Which part of a case this is, said with what is broken.
        self.what = ""
        self.resumes = 0
        self.address_of: dict[int, str] = {}
        connection.close()
        self.read(people.clear)
        for file in (self.folder / "var").rglob("*"):
            if file.is_file():
                file.unlink()
        self.read(lambda: people.make_members(members))
        self.set_up()
        self.arm()
        self.new_log()

    def arm(self) -> None:
        """Let this database send from here, as the first mailing of an empty ledger does by itself."""
        from newsletters.delivery import fuse

        self.read(lambda: fuse.armed_place(now=timezone.now()))

    def set_up(self) -> None:
        """This process has the same settings as the workers: it presses *Send* and takes reports."""
        working.set_up({"provider": self.shape, "url": self.provider.url, **self.options})

    def new_log(self) -> str:
        """What the workers wrote since the last call."""
        if not self.zygote.log.exists():
            return ""
        with self.zygote.log.open("rb") as log:
            log.seek(self.log_from)
            said = log.read()
        self.log_from += len(said)
        return said.decode(errors="replace")

    def mailing(self, **fields: Any) -> Any:
        """Press *Send*: a frozen mailing to all members, of a newsletter of its own."""
        from cms.series.queries import first_series
        from newsletters.delivery import actions
        from newsletters.delivery.models import Mailing

        self.page_key += 1
        values = {
            "page_key": self.page_key,
            "revision_key": 1,
            "audience": {"topics": [], "kinds": []},
            "audience_key": uuid.uuid4().hex,
            "subject": "Nyt fra netværket",
            "html": HTML,
            "text": TEXT,
            "content_hash": "0" * 64,
            "sender": "Netværket <nyhedsbrev@network.example>",
            "reply_to": "svar@network.example",
            "language": "da",
            "series": self.read(first_series),
            **fields,
        }
        return self.read(lambda: actions.freeze(Mailing(**values), user=None, now=timezone.now()))

    def worker(self, mailing: Any, *moments: tuple[str, int, str], **options: Any) -> Worker:
        """Start a worker. `moments`: (moment, n-th time, what happens then)."""
        asked = {
            "mailing": mailing.pk,
            "provider": self.shape,
            "url": self.provider.url,
            "moments": moments,
            **self.options,
            **options,
        }
        started = self.zygote.fork(**asked)
        self.workers.append(started)
        return started

    def tell(self, name: str, do: Callable[[int], None]) -> str:
        """What a worker does at a moment so that `do(its pid)` runs here while it waits."""
        self.provider.moments[name] = do
        return f"tell:{self.provider.url}/-/reached?moment={name}"

    def kill(self, found: Worker, number: int = signal.SIGKILL) -> None:
        self.kills += 1
        self.harmed.add(found.pid)
        found.signal(number)
        found.wait(15)

    def killing(self, call: Call) -> None:
        """A hook: the worker that makes this call dies now."""
        if found := self.zygote.workers.get(call.pid):
            self.kill(found)
        else:
            raise BrokenInvariantError("the provider does not know who calls")

    def expect_death(self, found: Worker, seconds: float = 30) -> None:
        """The worker was to die of SIGKILL at a moment of its own."""
        self.harmed.add(found.pid)
        if not found.wait(seconds):
            raise BrokenInvariantError("the worker did not come to the moment of its death")
        if not found.was_killed or os.WTERMSIG(found.status or 0) != signal.SIGKILL:
            raise BrokenInvariantError(f"the worker ended otherwise: {found.status}")
        self.kills += 1

    def expect_death_of(self, found: Worker, seconds: float = 30) -> None:
        """The worker was to be killed by the provider."""
        if not found.wait(seconds) or not found.was_killed:
            raise BrokenInvariantError("the provider did not come to kill the worker")

    def harm_all(self) -> None:
        """Something is done to every worker of this case: its database goes away, or its disk."""
        self.all_harmed = True

    def close_connection(self) -> None:
        """Let the database go: it will be copied, or put back."""
        connection.close()

    def finish(
        self,
        mailing: Any,
        *,
        within: float = WITHIN,
        workers: int = 1,
        resume: bool = False,
        **options: Any,
    ) -> float:
        """Let workers come to the end (I7), with nobody's help unless `resume`; return how long it took."""
        begin = time.monotonic()
        mine: list[Worker] = []
        while True:
            mine = [worker for worker in mine if worker.is_alive]
            others = [worker for worker in self.workers if worker.is_alive]
            state, why = self.state(mailing)
            if state in OVER and not others:
                return time.monotonic() - begin
            if state == "paused" and resume:
                self.resume(mailing)
            elif state == "paused":
                raise BrokenInvariantError(f"I7: stopped ({why}), and nobody goes on with it")
            if time.monotonic() - begin > within:
                raise BrokenInvariantError(f"I7: still {state} after {within:.0f} s")
            while len(mine) < workers and state not in OVER:
                mine.append(self.worker(mailing, seconds=within, **options))
            if state in OVER and others and not mine:
                mine.append(self.worker(mailing, seconds=within, **options))
            time.sleep(0.05)

    def resume(self, mailing: Any) -> None:
        """A person presses *Go on*."""
        from newsletters.delivery import actions

        self.resumes += 1
        self.read(lambda: actions.resume(mailing=mailing, user=None, now=timezone.now()))

    def check(self, mailing: Any, **options: Any) -> Tally:
        return check(self, mailing, **options)

    def note_addresses(self, mailing: Any) -> None:
        """Remember whom each letter was frozen for, before members are changed."""
        from newsletters.delivery.models import Delivery

        rows = Delivery.objects.of(mailing.pk).values_list("pk", "address")
        self.address_of = self.read(lambda: dict(rows))


def unknown(**fields: Any) -> Act:
    """An act after which nobody can know the outcome."""
    return Act(unknown=True, **fields)
