"""Answers that are kept, each in the codings that browsers ask for."""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import brotli

from .keys import Key

MOST_OCTETS = 64 * 1024 * 1024
# A page that is larger is made each time.
LARGEST = 1024 * 1024
# Half of what the dearest level saves, in a fortieth of its time.
BROTLI_LEVEL, GZIP_LEVEL = 5, 6
CODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=BROTLI_LEVEL),
    "gzip": lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
}
# Who sends headers of all kinds fills no memory.
MOST_WISHES = 16
# RFC 9110, 15.4.5: what a 304 repeats of the answer that it stands for.
REPEATED = ("Cache-Control", "Content-Location", "ETag", "Vary")


class Sent(NamedTuple):
    """One answer as it goes out: headers in their order."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Kept:
    """One answer: until when (seconds of the Unix epoch), for which version, and how it is sent."""

    number: int
    until: float
    headers: dict[str, str]
    body: bytes
    # The id of the page that it is, for those who count.
    page: int | None = None
    coded: dict[str, bytes] = field(default_factory=dict)
    # By what browsers say they take, of which there are few.
    ready: dict[str, tuple[str, Sent, Sent]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mark = hashlib.blake2b(self.body, digest_size=12).hexdigest()

    def sent(self, meta: dict[str, Any]) -> Sent:
        """What goes out to whoever asks with these headers (the WSGI environment)."""
        accepted = meta.get("HTTP_ACCEPT_ENCODING", "")
        asked = meta.get("HTTP_IF_NONE_MATCH")
        if accepted not in self.ready:
            if len(self.ready) >= MOST_WISHES:
                self.ready.clear()
            self.ready[accepted] = self._prepared(best_coding(accepted))
        etag, whole, unchanged = self.ready[accepted]
        if asked and is_among(etag, asked):
            return unchanged
        return Sent(200, whole.headers, b"") if meta["REQUEST_METHOD"] == "HEAD" else whole

    def _prepared(self, coding: str) -> tuple[str, Sent, Sent]:
        etag = f'"{self.mark}-{coding}"' if coding else f'"{self.mark}"'
        body = self.in_coding(coding)
        again = [(name, self.headers[name]) for name in REPEATED if name in self.headers]
        whole = [*self.headers.items(), ("ETag", etag), ("Content-Length", str(len(body)))]
        if coding:
            whole.append(("Content-Encoding", coding))
        return etag, Sent(200, whole, body), Sent(304, [*again, ("ETag", etag)], b"")

    def in_coding(self, coding: str) -> bytes:
        if not coding:
            return self.body
        if coding not in self.coded:
            self.coded[coding] = CODERS[coding](self.body)
        return self.coded[coding]


class Shelf:
    """What one process keeps: the answers asked for last, within so many octets."""

    def __init__(self) -> None:
        self.answers: OrderedDict[Key, Kept] = OrderedDict()
        self.octets = 0
        self.lock = threading.Lock()

    def find(self, key: Key, number: int) -> Kept | None:
        found = self.answers.get(key)
        if found is None or found.number != number or found.until <= time.time():
            return None
        return found

    def keep(self, key: Key, kept: Kept) -> None:
        with self.lock:
            self._drop(key)
            self.answers[key] = kept
            self.octets += len(kept.body)
            while self.octets > MOST_OCTETS:
                self._drop(next(iter(self.answers)))

    def clear(self) -> None:
        with self.lock:
            self.answers.clear()
            self.octets = 0

    def _drop(self, key: Key) -> None:
        if gone := self.answers.pop(key, None):
            self.octets -= len(gone.body)


def best_coding(accepted: str) -> str:
    """The best coding that a browser takes: "br", "gzip" or none. RFC 9110, 12.5.3."""
    if not accepted:
        return ""
    weights = {}
    for one in accepted.lower().split(","):
        name, _sep, rest = one.partition(";")
        weights[name.strip()] = rest.replace(" ", "")
    for coding in CODERS:
        if coding in weights and weights[coding] not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            return coding
    return ""


def is_among(etag: str, asked: str) -> bool:
    """Whether the reader has it already. RFC 9110, 13.1.2: `*`, or a list compared weakly."""
    return asked.strip() == "*" or etag in (
        one.strip().removeprefix("W/") for one in asked.split(",")
    )
