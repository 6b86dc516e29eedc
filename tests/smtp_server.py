"""A mail server on loopback that takes everything, quickly, unless it is told to behave badly.

Only 127.0.0.1, on a port that the system picks. It is strict about the order of commands, as Postfix is.

What it says instead is told in a table: `say["rcpt 2"] = "550 no"` is its answer to the second RCPT of all,
`say["rcpt"]` to each, `say["rcpt anna@kommune.example"]` to hers. So for `greeting ehlo helo starttls auth
mail rcpt data content dot rset quit`; `content` is when the first of a message arrives, `dot` its end. Some
words are deeds: `close` hangs up, `bye 250 ok` says so and hangs up, `take close` takes the message first,
`hang` says no more, `drip` and `flood` send a reply that has no end. A 421 is said, and then it hangs up.
"""

import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from .smtp_session import Message, Session


@dataclass
class SmtpServer:
    """A running server: how it behaves, and what came. `faults` are what a client must not do.

    `delay` are the seconds that each message takes. `keep` keeps the messages themselves and every verb. With
    `tls` it can be asked to secure a connection; with `smtps` it does so from the beginning.
    """

    say: dict[str, str] = field(default_factory=dict)
    pipelining: bool = True
    eightbit: bool = True
    features: list[str] = field(default_factory=list)
    delay: float = 0.0
    keep: bool = True
    tls: ssl.SSLContext | None = None
    smtps: bool = False
    port: int = 0
    taken: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    connections: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    sessions: list[tuple[socket.socket, threading.Thread]] = field(default_factory=list)

    @property
    def copies(self) -> Counter[str]:
        """How many messages each recipient has got."""
        return Counter(self.taken)

    def words_for(self, verb: str, address: str = "") -> str:
        """What is said to this verb, or done, if it is not the usual."""
        if not self.say:
            return ""
        with self.lock:
            self.seen[verb] += 1
            keys = (f"{verb} {address}", f"{verb} {self.seen[verb]}", verb)
        return next((self.say[key] for key in keys if key in self.say), "")

    def serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while not self.closing.is_set():
                connection, _address = listener.accept()
                self.connections += 1
                thread = threading.Thread(target=Session(self, connection).run, daemon=True)
                self.sessions.append((connection, thread))
                thread.start()

    def hang_up(self, last_words: bytes = b"") -> None:
        """Close all connections, as a server does with those that lie idle."""
        for connection, thread in self.sessions:
            with suppress(OSError):
                connection.sendall(last_words)
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(10)
        self.sessions.clear()


@contextmanager
def running_smtp(say: dict[str, str] | None = None, **manners: Any) -> Iterator[SmtpServer]:
    """A server in threads of this process."""
    server = SmtpServer(say=say or {}, **manners)
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        server.port = listener.getsockname()[1]
        thread = threading.Thread(target=server.serve, args=[listener], daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            server.hang_up()


def smtp_settings(port: int) -> dict[str, Any]:
    """Django settings that send to this server, in clear and without a password."""
    return {
        "MAIL_PROVIDER": "smtp",
        "MAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_SSL": False,
        "EMAIL_USE_TLS": False,
    }
