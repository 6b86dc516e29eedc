"""A connection to an SMTP server that reads no more, and waits no longer, than mail needs.

`smtplib` connects, greets, secures and signs in; its way of reading is replaced. Each exchange has one
deadline over all its reads and writes, `settings.MAIL_DEADLINE` seconds, and each of them may take
`settings.EMAIL_TIMEOUT`: a server that drips an octet at a time gets no further. Raises OSError, of which
smtplib's own errors are a kind, for everything that goes wrong.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Collection
from contextlib import suppress
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.mail.utils import DNS_NAME

# RFC 5321 4.5.3.1.5 asks for 512 octets; some servers explain themselves at greater length.
LONGEST_LINE = 2000
MOST_LINES = 100
READ = 8192
GOODBYE = 2.0
# A letter fits, so that handing it to the kernel waits for nobody.
SEND_BUFFER = 256 * 1024
# The most that Exim takes over one connection by default (smtp_accept_max_per_connection).
MOST_MESSAGES = 1000
_REPLY = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?")


class GarbledReplyError(smtplib.SMTPException):
    """What the server said is no reply, or a reply that nothing asked for."""


class Line(smtplib.SMTP):
    """One connection. Not for two threads at once.

    `carried` is how many messages it has taken; `soiled` whether the server has to forget what it was told
    (RSET) before the next one.
    """

    def __init__(self, **options: Any) -> None:
        self.buffer = b""
        self.carried = 0
        self.soiled = False
        self.patience = min(
            settings.EMAIL_TIMEOUT or settings.MAIL_DEADLINE, settings.MAIL_DEADLINE
        )
        self.hurried = False
        self.begin()
        try:
            super().__init__(
                settings.EMAIL_HOST,
                settings.EMAIL_PORT,
                local_hostname=DNS_NAME.get_fqdn(),
                timeout=self.patience,
                **options,
            )
        except BaseException:
            self.hang_up()
            raise

    @property
    def pipelines(self) -> bool:
        return self.has_extn("pipelining")

    @property
    def wire(self) -> socket.socket:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("there is no connection")
        return self.sock

    def begin(self) -> None:
        """The deadline of the next exchange runs from here."""
        self.until = monotonic() + settings.MAIL_DEADLINE
        if self.hurried:
            self.wire.settimeout(self.patience)
            self.hurried = False

    def hurry(self) -> None:
        """Let the next read or write last no longer than the exchange may. Raises TimeoutError."""
        left = self.until - monotonic()
        if left < self.patience:
            if left <= 0:
                raise TimeoutError("the exchange took too long")
            self.wire.settimeout(left)
            self.hurried = True

    def send(self, s: Any) -> None:
        """Write all of it, where smtplib would start the time-out anew for each piece over TLS.

        Raises GarbledReplyError when the server has said something already: it would be taken for the reply.
        Somebody else may have put it there, in front of what is said over TLS.
        """
        if self.buffer:
            raise GarbledReplyError("the server said more than it was asked")
        left = memoryview(s.encode(self.command_encoding) if isinstance(s, str) else s)
        while left:
            self.hurry()
            left = left[self.wire.send(left) :]

    def getreply(self) -> tuple[int, bytes]:
        """The next reply: its code and its words, whose lines end in LF."""
        code = b""
        words: list[bytes] = []
        while len(words) < MOST_LINES:
            found = _REPLY.fullmatch(self.readline())
            if not found or code not in (b"", found[1]):
                raise GarbledReplyError("the server said what is no reply")
            code = found[1]
            words.append(found[3] or b"")
            if found[2] != b"-":
                return int(code), b"\n".join(words)
        raise GarbledReplyError("the server's reply has no end")

    def readline(self) -> bytes:
        """One line without its end."""
        while (end := self.buffer.find(b"\n")) < 0:
            if len(self.buffer) > LONGEST_LINE:
                break
            self.hurry()
            octets = self.wire.recv(READ)
            if not octets:
                raise smtplib.SMTPServerDisconnected("the server hung up")
            self.buffer += octets
        if not 0 <= end <= LONGEST_LINE:
            raise GarbledReplyError("the server's line has no end")
        line, self.buffer = self.buffer[:end], self.buffer[end + 1 :]
        return line.removesuffix(b"\r")

    def is_in_step(self) -> bool:
        """Whether everything that the server said was asked for."""
        return not self.buffer

    def hang_up(self) -> None:
        """Let go without a word. A message that the server has not been given the end of, it forgets."""
        with suppress(OSError):
            self.close()


class SecuredLine(Line, smtplib.SMTP_SSL):
    """One connection that is secured from its first octet."""


def open_line() -> Line:
    """A connection that is greeted, secured and signed in as the settings say.

    Raises OSError, or ValueError for a name that cannot be written.
    """
    secure = settings.EMAIL_USE_SSL
    line = SecuredLine(context=ssl.create_default_context()) if secure else Line()
    try:
        if settings.EMAIL_USE_TLS:
            line.starttls(context=ssl.create_default_context())
        line.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER and settings.EMAIL_HOST_PASSWORD:
            line.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        line.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    except BaseException:
        line.hang_up()
        raise
    return line


def part(lines: Collection[Line]) -> None:
    """Say goodbye on all of them, then wait for the answers: GOODBYE seconds for all together."""
    until = monotonic() + GOODBYE
    for line in lines:
        line.until = until
        with suppress(OSError):
            line.send(b"QUIT\r\n")
    for line in lines:
        with suppress(OSError):
            line.getreply()
        line.hang_up()
