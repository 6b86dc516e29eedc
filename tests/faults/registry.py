"""The register of faults. A case says which fault of the plan it is, and where it applies."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .stage import Stage

CLASSES = ("key", "lookup", "events")
DATABASES = ("sqlite", "postgres")
Lane = tuple[str, str]


class NotApplicableError(Exception):
    """This fault cannot be tried here: not passed, and not failed."""


class KnownLimitError(Exception):
    """What happened is the limit that the promise itself names: shown as such, not as passed."""


@dataclass(frozen=True)
class Fault:
    number: str
    words: str
    run: Callable[["Stage"], str]
    classes: tuple[str, ...]
    databases: tuple[str, ...]
    members: int
    is_long: bool
    # Where it is tried when it is tried once: where it hurts most.
    best: Lane | None = None

    @property
    def lanes(self) -> list[Lane]:
        return [(database, kind) for kind in self.classes for database in self.databases]


FAULTS: list[Fault] = []


def fault(
    number: str,
    words: str,
    *,
    classes: tuple[str, ...] = CLASSES,
    databases: tuple[str, ...] = DATABASES,
    members: int = 120,
    is_long: bool = False,
    best: Lane | None = None,
) -> Callable[[Callable[["Stage"], str]], Callable[["Stage"], str]]:
    """Register a case. It returns what was seen, or raises what was broken."""

    def register(run: Callable[["Stage"], str]) -> Callable[["Stage"], str]:
        FAULTS.append(Fault(number, words, run, classes, databases, members, is_long, best))
        return run

    return register


def load() -> list[Fault]:
    """All faults in the order of the plan."""
    from . import cases

    for module in pkgutil.iter_modules(cases.__path__):
        importlib.import_module(f"{cases.__name__}.{module.name}")
    return sorted(FAULTS, key=lambda one: one.number)


def spread(faults: list[Fault]) -> dict[Lane, list[Fault]]:
    """Each fault in one lane, so that all lanes get their share."""
    lanes: dict[Lane, list[Fault]] = {}
    load_of: dict[Lane, int] = {(d, c): 0 for d in DATABASES for c in CLASSES}
    for one in sorted(faults, key=lambda f: 0 if f.best else len(f.lanes)):
        lane = one.best or min(one.lanes, key=lambda lane: load_of[lane])
        load_of[lane] += 1
        lanes.setdefault(lane, []).append(one)
    return lanes


def everywhere(faults: list[Fault]) -> dict[Lane, list[Fault]]:
    """Each fault in every lane where it applies."""
    lanes: dict[Lane, list[Fault]] = {}
    for one in faults:
        for lane in one.lanes:
            lanes.setdefault(lane, []).append(one)
    return lanes
