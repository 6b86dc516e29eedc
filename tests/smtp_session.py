"""One connection of the mail server in `smtp_server`: what it says to each command, and in which order."""

import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .smtp_server import SmtpServer

ROOM = 512 * 1024
WORDS = {
    "greeting": "220 mail.example",
    "rset": "250 2.0.0 Ok",
    "auth": "235 2.7.0 Authentication successful",
    "starttls": "220 2.0.0 Ready",
    "mail": "250 2.1.0 Ok",
    "rcpt": "250 2.1.5 Ok",
    "data": "354 End data with <CR><LF>.<CR><LF>",
    "quit": "221 2.0.0 Bye",
}
NOBODY = "554 5.5.1 Error: no valid recipients"
NO_ORDER = "503 5.5.1 Error: bad sequence of commands"


class Message(NamedTuple):
    sender: str
    recipient: str
    octets: bytes


class HungUpError(Exception):
    """The connection is over."""


class Session:
    """One connection: reads commands, and answers as many of them at once as came at once.

    What came and was not read yet is `room[begin:end]`.
    """

    def __init__(self, server: "SmtpServer", connection: socket.socket) -> None:
        self.server, self.connection = server, connection
        self.room, self.begin, self.end = bytearray(ROOM), 0, 0
        self.replies: list[str] = []
        self.sender = self.recipient = ""

    def run(self) -> None:
        with suppress(OSError, HungUpError):
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.server.smtps:
                self.wrap()
            self.answer("greeting")
            while True:
                self.obey(self.line())
        self.connection.close()

    def wrap(self) -> None:
        assert self.server.tls
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)

    def obey(self, line: str) -> None:
        verb, _space, rest = line.partition(" ")
        verb = verb.lower()
        if self.server.keep:
            self.server.verbs.append(verb)
        if self.begin < self.end and (verb in ("data", "ehlo") or not self.server.pipelining):
            self.server.faults.append(f"something came right behind {verb}")
        if verb in ("mail", "rcpt", "data"):
            getattr(self, verb)(rest.partition("<")[2].partition(">")[0])
        elif verb == "ehlo":
            self.answer(verb, usual=self.features())
        elif verb == "helo":
            self.answer(verb, usual="250 mail.example")
        elif verb in ("rset", "auth", "starttls", "quit"):
            self.sender = self.recipient = ""
            self.answer(verb)
            self.flush()
            if verb == "quit":
                raise HungUpError
            if verb == "starttls":
                self.wrap()
        else:
            self.server.faults.append(f"no command: {line[:50]}")
            self.replies.append("500 5.5.2 What?")

    def features(self) -> str:
        names = ["mail.example", *self.server.features]
        names += ["PIPELINING"] * self.server.pipelining + ["8BITMIME"] * self.server.eightbit
        if self.server.tls and not isinstance(self.connection, ssl.SSLSocket):
            names.append("STARTTLS")
        return "\r\n".join([*(f"250-{name}" for name in names[:-1]), f"250 {names[-1]}"])

    def mail(self, address: str) -> None:
        if self.sender:
            self.replies.append(NO_ORDER)
        elif self.answer("mail"):
            self.sender = address

    def rcpt(self, address: str) -> None:
        if not self.sender:
            self.replies.append(NO_ORDER)
        elif self.answer("rcpt", address):
            self.recipient = address

    def data(self, _rest: str) -> None:
        if not self.recipient and "data" not in self.server.say:
            self.replies.append(NOBODY)
        elif self.answer("data"):
            self.message()

    def message(self) -> None:
        if self.begin == self.end:
            self.fill()
        if deed := self.server.words_for("content"):
            self.do(deed)
        octets = self.until_dot()
        sender, recipient = self.sender, self.recipient
        self.sender = self.recipient = ""
        if not recipient:
            self.replies.append(NOBODY)
            return
        if self.server.delay:
            self.server.closing.wait(self.server.delay)
        words = self.server.words_for("dot", recipient)
        if not words or words.removeprefix("bye ").startswith(("take", "250")):
            self.server.taken.append(recipient)
            if self.server.keep:
                self.server.messages.append(Message(sender, recipient, octets))
        self.do(
            words.removeprefix("take ") or f"250 2.0.0 Ok: queued as {len(self.server.taken):08X}"
        )

    def until_dot(self) -> bytes:
        """The message without the dots that were stuffed (RFC 5321 4.5.2), if messages are kept."""
        while self.end - self.begin < 3:
            self.fill()
        if self.room.startswith(b".\r\n", self.begin):
            self.begin += 3
            return b""
        # From behind, where only commands are: from the front it takes longer than all the rest together.
        find = self.room.find if self.server.keep else self.room.rfind
        while (dot := find(b"\r\n.\r\n", self.begin, self.end)) < 0:
            self.fill()
        octets = bytes(self.room[self.begin : dot + 2]) if self.server.keep else b""
        self.begin = dot + 5
        return octets.replace(b"\r\n..", b"\r\n.").removeprefix(b".")

    def answer(self, verb: str, address: str = "", usual: str = "") -> bool:
        """Say what is said to this verb. Whether it was a yes."""
        words = self.server.words_for(verb, address) or usual or WORDS[verb]
        self.do(words)
        return words.startswith(("2", "3"))

    def do(self, words: str) -> None:
        if words not in ("close", "hang", "drip", "flood"):
            self.replies.append(words.removeprefix("bye "))
            if not words.startswith(("bye ", "421")):
                return
        self.flush()
        if words == "hang":
            self.server.closing.wait()
        while words == "drip" and not self.server.closing.wait(0.001):
            self.connection.sendall(b"2")
        while words == "flood":
            self.connection.sendall(b"2" * ROOM)
        raise HungUpError

    def line(self) -> str:
        while (end := self.room.find(b"\r\n", self.begin, self.end)) < 0:
            self.fill()
        line = self.room[self.begin : end].decode("latin-1")
        self.begin = end + 2
        return line

    def fill(self) -> None:
        """Answer what was asked, and wait for more."""
        self.flush()
        if self.begin == self.end:
            self.begin = self.end = 0
        if self.end == len(self.room):
            self.room += bytes(ROOM)
        count = self.connection.recv_into(memoryview(self.room)[self.end :])
        if not count:
            raise HungUpError
        self.end += count

    def flush(self) -> None:
        if self.replies:
            replies, self.replies = self.replies, []
            self.connection.sendall("\r\n".join([*replies, ""]).encode())
