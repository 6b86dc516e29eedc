"""Pages that are kept, from an empty shelf."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.caching import counting, keeping, remembering, version
from cms.caching.middleware import shelf


@pytest.fixture
def caching(settings, monkeypatch) -> Iterator[None]:
    settings.PAGE_CACHE = True
    # Another machine is looked for where a test says so.
    monkeypatch.setattr(version, "_looks_again_at", float("inf"))
    monkeypatch.setattr(remembering, "_kept", (-1, {}))
    # What one test reads is not written down in the next.
    monkeypatch.setattr(counting, "_due_at", float("inf"))
    monkeypatch.setattr(counting, "_counts", {})
    shelf.clear()
    yield
    shelf.clear()


@pytest.fixture
def visitor(caching) -> Client:
    return Client()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What is done inside comes to its end as with a transaction of its own."""

    @contextmanager
    def end() -> Iterator[None]:
        # The test's own transaction never ends, so what it began with is still waiting.
        connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return end


@pytest.fixture
def at(monkeypatch) -> Callable[[dt.datetime], AbstractContextManager[None]]:
    """Another time, for those who make pages and for those who keep them."""

    @contextmanager
    def travel(moment: dt.datetime) -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: moment)
            patch.setattr(keeping, "time", SimpleNamespace(time=moment.timestamp))
            yield

    return travel
