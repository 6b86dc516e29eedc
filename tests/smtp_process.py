"""The mail server of `smtp_server` in a process of its own, so that a measurement is the sender's alone."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .smtp_server import running_smtp

ROOT = Path(__file__).parent.parent


class RemoteServer:
    """It is asked through its standard input, and answers in a line of JSON."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.port: int = self.answer()

    def answer(self) -> Any:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def ask(self, question: str) -> Any:
        assert self.process.stdin
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        return self.answer()

    @property
    def count(self) -> int:
        """How many messages were taken."""
        return self.ask("count")

    @property
    def copies(self) -> Counter[str]:
        """How many messages each recipient has got."""
        return Counter(self.ask("copies"))


@contextmanager
def running_smtp_process(**manners: Any) -> Iterator[RemoteServer]:
    """A server that counts messages. `manners` are those of `SmtpServer` that JSON can say."""
    command = [sys.executable, "-m", "tests.smtp_process", json.dumps({"keep": False, **manners})]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    with process:
        try:
            yield RemoteServer(process)
        finally:
            assert process.stdin
            process.stdin.close()


def main() -> None:
    with running_smtp(**json.loads(sys.argv[1])) as server:
        sys.stdout.write(f"{server.port}\n")
        sys.stdout.flush()
        for question in sys.stdin:
            answer = len(server.taken) if question.strip() == "count" else server.copies
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
