"""What is the same for all providers: a letter, and what a shape must be able to do."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

KEY = "a-canary-key-that-no-log-may-hold"
# What differs between two copies of the same letter: the ways to leave and to choose.
_OWN = re.compile(r"(afmeld|valg)/[A-Za-z0-9_-]{32}")
Reply = tuple[int, Any]


@dataclass(frozen=True)
class Letter:
    """One letter of a call: to whom, our reference, a hash of what is the same for all, tag or key."""

    address: str
    reference: str
    content: str
    tag: str


def content_of(*parts: str) -> str:
    plain = "\x00".join(_OWN.sub(r"\1/…", part) for part in parts)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def provider_id(letter: Letter) -> str:
    return "id-" + hashlib.sha256(f"{letter.reference} {letter.tag}".encode()).hexdigest()[:20]


class Shape:
    """One provider. `settling` is its class."""

    name = ""
    settling = ""
    backend = ""

    def options(self, url: str) -> dict[str, str]:
        """Anymail's settings."""
        raise NotImplementedError

    def letters(self, headers: Any, body: bytes) -> list[Letter]:
        raise NotImplementedError

    def answer(self, letters: list[Letter]) -> Any:
        """All taken."""
        raise NotImplementedError

    def mixed(
        self, letters: list[Letter], refused: set[str], missing: set[str], *, is_whole: bool = False
    ) -> Any:
        """Some refused, some not named; unless it is whole, one named twice and one nobody asked for."""
        raise NotImplementedError

    def known_key(self, same_body: bool, finished: bool, answer: Any) -> Reply:
        """To a second call with a key."""
        raise NotImplementedError

    def listed(self, url: str, path: str, query: dict, letters: list[Letter]) -> Any:
        """The answer to a look-up; `letters` are those that can be seen now."""
        raise NotImplementedError
