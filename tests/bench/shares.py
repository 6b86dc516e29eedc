"""Where the time of a hand-over goes: database, rendering, serialising, waiting for the provider."""

import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any
from unittest.mock import patch

import requests
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from cms.mail.smtp import SmtpCarrier
from cms.mail.transport import AnymailCarrier
from newsletters.delivery import sending
from newsletters.delivery.sending import Sender


class InTurn:
    """Hands over in the thread that asks, so that each share is somebody's time and nobody's waiting."""

    def __init__(self, *_arguments: Any, **_named: Any) -> None:
        pass

    def __enter__(self) -> "InTurn":
        return self

    def __exit__(self, *_error: Any) -> None:
        pass

    def submit(self, work: Callable, *arguments: Any) -> Future:
        done: Future = Future()
        done.set_result(work(*arguments))
        return done


class Shares:
    """While it is entered, times what is spent where. Calls are made one after the other."""

    def __enter__(self) -> "Shares":
        self.spent: dict[str, float] = defaultdict(float)
        self.patches = [
            patch.object(sending, "ThreadPoolExecutor", InTurn),
            patch.object(Sender, "hand_over", self.timed("hand_over", Sender.hand_over)),
            patch.object(AnymailCarrier, "carry", self.timed("carry", AnymailCarrier.carry)),
            patch.object(SmtpCarrier, "carry", self.timed("carry", SmtpCarrier.carry)),
            patch.object(requests.Session, "send", self.timed("wait", requests.Session.send)),
            patch.object(
                BaseDatabaseWrapper, "commit", self.timed("database", BaseDatabaseWrapper.commit)
            ),
        ]
        for one in self.patches:
            one.start()
        self.wrapper = connection.execute_wrapper(self.query)
        self.wrapper.__enter__()
        self.began = time.perf_counter()
        return self

    def __exit__(self, *error: Any) -> None:
        self.whole = time.perf_counter() - self.began
        self.wrapper.__exit__(*error)
        for one in self.patches:
            one.stop()

    def timed(self, name: str, work: Callable) -> Callable:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            begin = time.perf_counter()
            try:
                return work(*arguments, **named)
            finally:
                self.spent[name] += time.perf_counter() - begin

        return wrapped

    def query(self, execute: Callable, *arguments: Any) -> Any:
        begin = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.spent["database"] += time.perf_counter() - begin

    def percent(self) -> dict[str, int]:
        """Percent of the whole, rounded. With SMTP, waiting is part of serialising."""
        spent = self.spent
        parts = {
            "database": spent["database"],
            "rendering": spent["hand_over"] - spent["carry"],
            "serialising": spent["carry"] - spent["wait"],
            "waiting": spent["wait"],
            "rest": self.whole - spent["database"] - spent["hand_over"],
        }
        return {name: round(100 * value / self.whole) for name, value in parts.items()}
