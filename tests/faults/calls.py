"""What the provider does with one call, what came with it, and which worker made it."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from .shapes import Letter

Hook = Callable[["Call"], None]


@dataclass
class Act:
    """What the provider does with one call.

    `takes` says which letters are taken: all, none, or those that a function keeps. `end` is how it ends:
    with an answer, with a reset (SO_LINGER 0), or shut without a word. Hooks run before the body is read and
    after the letters are taken. `unknown` marks an act after which nobody can know the outcome.
    """

    takes: bool | Callable[[list[Letter]], list[Letter]] = True
    status: int = 200
    body: bytes | Callable[[list[Letter]], Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    at_headers: Hook | None = None
    at_taken: Hook | None = None
    pause_before: float = 0.0
    hang: float = 0.0
    drip: float = 0.0
    cut: bool = False
    end: str = "answer"
    unknown: bool = False


@dataclass
class Call:
    """One POST that came: by which worker, to whom."""

    number: int
    act: Act
    pid: int
    at: float
    closing: threading.Event
    letters: list[Letter] = field(default_factory=list)
    taken: int = 0
    is_repeat: bool = False
    status: int = 0
    seconds: float = 0.0
    is_over: bool = False

    @property
    def addresses(self) -> list[str]:
        return [letter.address for letter in self.letters]


@dataclass
class Known:
    """A key that was used, and what was answered."""

    body: str
    at: float
    answer: Any = None
    finished: bool = False


def inode_of(port: int) -> str:
    """The socket on 127.0.0.1 whose own end has this port, by Linux's table of connections."""
    wanted = f"0100007F:{port:04X}"
    with open("/proc/net/tcp") as table:
        return next((row.split()[9] for row in table if row.split()[1] == wanted), "")


def open_files(pid: int) -> set[str]:
    found = set()
    with suppress(OSError):
        for name in os.listdir(f"/proc/{pid}/fd"):
            with suppress(OSError):
                found.add(os.readlink(f"/proc/{pid}/fd/{name}"))
    return found
