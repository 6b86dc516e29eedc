"""A session for provider calls that cannot be led astray, retried or held for ever.

Measured on plain `requests`: one call to a host that answers 307 became 31 posts of the batch, a
307 to another host handed it the provider's key and the recipients, proxy variables of the
environment were honoured, and a server that drips a byte at a time kept a call of one second for
as long as it liked.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

import requests
from anymail.backends.base_requests import AnymailRequestsBackend
from anymail.message import AnymailRecipientStatus
from django.conf import settings
from django.utils.module_loading import import_string
from requests.adapters import HTTPAdapter

from .payloads import PAYLOADS

# A provider answers a batch of 1,000 with some 100 kB; what is longer is no answer.
LONGEST_ANSWER = 4 * 1024 * 1024


class Deadline:
    """The sockets of one session, which it shuts when a call takes longer than it may."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.sockets: list[socket.socket] = []

    def watch(self, connection_class: type) -> type:
        """The connection class, telling this deadline of each socket that it opens."""
        deadline = self

        class WatchedConnection(connection_class):
            def connect(self) -> None:
                super().connect()
                deadline.sockets[:] = [self.sock]

        return WatchedConnection

    def shut(self) -> None:
        for opened in self.sockets:
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Whoever still waits on the network when the time is up gets an error instead."""
        timer = threading.Timer(self.seconds, self.shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


class WatchedAdapter(HTTPAdapter):
    """An adapter without retries, whose connections a deadline can shut."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__(max_retries=0)
        manager: Any = self.poolmanager
        manager.pool_classes_by_scheme = {
            scheme: type(
                pool.__name__, (pool,), {"ConnectionCls": deadline.watch(pool.ConnectionCls)}
            )
            for scheme, pool in manager.pool_classes_by_scheme.items()
        }


class HardenedSession(requests.Session):
    """No redirects, no proxies, no retries, one deadline over the whole call, a bounded answer."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.trust_env = False
        self.deadline = Deadline(seconds)
        for scheme in ("http://", "https://"):
            self.mount(scheme, WatchedAdapter(self.deadline))

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        options |= {"allow_redirects": False, "stream": True}
        with self.deadline.running():
            response = super().send(request, **options)
            # Read here, inside the deadline; afterwards `requests` finds it read.
            content = b"".join(bounded(response))
        response._content = content
        return response


def bounded(response: requests.Response) -> Iterator[bytes]:
    """The answer's body in pieces. Raises ContentDecodingError when it is longer than any answer."""
    total = 0
    for piece in response.iter_content(64 * 1024):
        total += len(piece)
        if total > LONGEST_ANSWER:
            response.close()
            raise requests.exceptions.ContentDecodingError("the answer is too long")
        yield piece


@cache
def hardened(backend: str) -> type:
    """The mail backend of this dotted name; one that speaks HTTP gets a hardened session."""
    plain = import_string(backend)
    if not issubclass(plain, AnymailRequestsBackend):
        return plain

    class HardenedBackend(plain):  # type: ignore[misc, valid-type]  # known at run time only
        def create_session(self) -> HardenedSession:
            plain_session = super().create_session()
            session = HardenedSession(settings.MAIL_DEADLINE)
            session.headers, session.hooks = plain_session.headers, plain_session.hooks
            plain_session.close()
            return session

        def parse_recipient_status(self, response: Any, payload: Any, message: Any) -> Any:
            found = super().parse_recipient_status(response, payload, message)
            if self.esp_name != "Mailjet":
                return found
            # Anymail calls everybody refused whom the answer does not name; an answer that is shorter than
            # the call names nobody's refusal.
            if len(response.json()["Messages"]) == len(payload.data["Messages"]):
                return found
            return {
                address: status if status.message_id else AnymailRecipientStatus(None, "unknown")
                for address, status in found.items()
            }

        def build_message_payload(self, message: Any, defaults: dict) -> Any:
            payload = PAYLOADS.get(self.esp_name)
            if payload is None:
                return super().build_message_payload(message, defaults)
            return payload(message, defaults, self)

    return HardenedBackend
