"""What every page asks for, asked once for each version of the public content."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

from . import version

# Names of more pages than this are asked for anew.
MOST = 20_000
Value = TypeVar("Value")
_kept: tuple[int, dict[Hashable, Any]] = (-1, {})


def remember(name: Hashable, make: Callable[[], Value]) -> Value:
    """What `make()` returns, from memory where it was asked for since the last change; nothing is not kept.

    All threads get the same object: read it, do not change it. In a transaction nothing is remembered,
    because it may see what nobody else sees yet.
    """
    global _kept
    if not settings.PAGE_CACHE or connection.in_atomic_block:
        return make()
    number = version.current()
    known, values = _kept
    if known != number or len(values) >= MOST:
        values = {}
        _kept = (number, values)
    if name in values:
        return values[name]
    value = make()
    if value is not None:
        values[name] = value
    return value
