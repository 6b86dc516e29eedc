"""A process with Django loaded that forks workers on request: a thousand deaths take minutes, not hours.

`python -m tests.faults.zygote` is told what to fork in lines of JSON and says, in lines of JSON, who
ended and how. It keeps no connection and starts no thread, so that every fork begins clean.
"""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.seeds import environment


@dataclass
class Worker:
    """One forked process. `status` is how it ended (as `waitpid` says), None while it lives."""

    pid: int
    status: int | None = None
    memory_mb: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def is_alive(self) -> bool:
        return not self.ended.is_set()

    @property
    def was_killed(self) -> bool:
        return self.status is not None and os.WIFSIGNALED(self.status)

    @property
    def errors(self) -> int:
        """How many errors it logged, of a worker that ended by itself."""
        return os.WEXITSTATUS(self.status) if self.status is not None else 0

    def signal(self, number: int) -> None:
        # Until it is waited for, the number is nobody else's; afterwards it may be.
        if self.is_alive:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.ended.wait(10)

    def stop(self) -> None:
        self.signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.signal(signal.SIGCONT)

    def wait(self, seconds: float) -> bool:
        return self.ended.wait(seconds)


class Zygote:
    """The other end: asks for forks and hears of deaths."""

    def __init__(self, url: str, folder: Path) -> None:
        self.log = folder / "workers.log"
        self.workers: dict[int, Worker] = {}
        self.born: list[int] = []
        self.changed = threading.Condition()
        command = [sys.executable, "-W", "ignore", "-m", "tests.faults.zygote", str(folder)]
        self.process = subprocess.Popen(
            command,
            env=environment(url),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def fork(self, **options: Any) -> Worker:
        assert self.process.stdin
        with self.changed:
            self.process.stdin.write(json.dumps(options) + "\n")
            self.process.stdin.flush()
            if not self.changed.wait_for(lambda: self.born, timeout=60):
                raise RuntimeError("the zygote does not fork")
            return self.workers[self.born.pop(0)]

    def living(self) -> list[int]:
        return [pid for pid, worker in list(self.workers.items()) if worker.is_alive]

    def kill_all(self) -> None:
        for worker in list(self.workers.values()):
            if worker.is_alive:
                worker.kill()
        self.workers = {}

    def close(self) -> None:
        self.kill_all()
        with suppress(OSError):
            self.process.stdin.close()  # type: ignore[union-attr]
        self.process.wait(10)

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            said = json.loads(line)
            with self.changed:
                if said["event"] == "born":
                    self.workers[said["pid"]] = Worker(said["pid"])
                    self.born.append(said["pid"])
                    self.changed.notify_all()
                elif worker := self.workers.get(said["pid"]):
                    worker.status, worker.memory_mb = said["status"], said["memory_mb"]
                    worker.ended.set()


def main() -> None:
    folder = Path(sys.argv[1])
    import django

    django.setup()
    warm_up(folder)
    waiting = b""
    while True:
        readable, _, _ = select.select([0], [], [], 0.01)
        if readable:
            piece = os.read(0, 65536)
            if not piece:
                return
            waiting += piece
            *lines, waiting = waiting.split(b"\n")
            for line in lines:
                born(json.loads(line), folder)
        reap()


def warm_up(folder: Path) -> None:
    """Import what workers import, so that no fork does it again."""
    from django.conf import settings
    from django.db import connections

    settings.DEBUG = False
    settings.VAR_DIR = folder / "var"
    settings.MAIL_WEBHOOK_SECRET = "provider:a-long-random-word"
    import anymail.backends.brevo
    import anymail.backends.mailgun
    import anymail.backends.mailjet
    import anymail.backends.postmark
    import anymail.backends.resend  # noqa: F401
    from django.urls import reverse

    import newsletters.delivery.sweeping  # noqa: F401

    from . import worker  # noqa: F401

    reverse("newsletters:unsubscribe", args=["token"])
    connections.close_all()


def born(options: dict[str, Any], folder: Path) -> None:
    pid = os.fork()
    if pid:
        say({"event": "born", "pid": pid})
        return
    code = 70
    try:
        live(options, folder)
        from . import worker

        code = min(getattr(worker, options.get("as", "work"))(options), 60)
    except BaseException:  # noqa: BLE001 - the log has it, and the child must end here
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


def live(options: dict[str, Any], folder: Path) -> None:
    """Leave the zygote's own ends, and write to the log (or to a pipe that nobody reads)."""
    os.close(0)
    log = os.open(folder / "workers.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    if options.get("deaf_log"):
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        with suppress(BlockingIOError):
            while True:
                os.write(writing, b"x" * 4096)
        os.set_blocking(writing, True)
        os.dup2(writing, 2)
        # Kept open and never read.
        options["reading"] = reading
    else:
        os.dup2(log, 2)
    import random

    random.seed()


def reap() -> None:
    while True:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        memory = usage.ru_maxrss // 1024
        say({"event": "ended", "pid": pid, "status": status, "memory_mb": memory})


def say(message: dict[str, Any]) -> None:
    os.write(1, (json.dumps(message) + "\n").encode())


if __name__ == "__main__":
    main()
    time.sleep(0)
