"""A letter as the octets of mail: built once for a mailing, filled in for each recipient by one join.

Sources: RFC 5322 (the message), RFC 2045 6.7 (quoted-printable), RFC 2046 5.1.4 (alternatives), RFC 2047
(encoded words), RFC 5321 4.5.2 (a lone dot ends the message). Everything is ASCII, in lines that end in CRLF:
of at most 76 characters in a body, and in a header where its words allow. No line begins with a dot: where
one would, the dot is written `=2E`. So nothing is stuffed or searched on the way out, whatever a field says.
"""

import base64
import hashlib
import re
from binascii import b2a_qp
from collections.abc import Iterator
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from textwrap import wrap

from anymail.utils import parse_address_list, parse_single_address

from .addresses import on_the_wire
from .message import Attachment, Content, Recipient, UnsafeHeaderError, check_address, check_header
from .placeholders import CLOSE, OPEN, fill

WIDTH = 76
# RFC 5322 2.1.1, without CRLF.
LONGEST_LINE = 998
SOFT_BREAK = b"=\r\n"
FOLDED_COMMA = ",\r\n <"
_PLACEHOLDER = re.compile(f"{OPEN}([a-z0-9_]+){CLOSE}")
_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADER_NAME = re.compile(r"[!-9;-~]+")
_PART = b"--%b\r\nContent-Type: %b; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
# Each octet in quoted-printable. Spaces are looked at where they stand.
_OCTETS = [
    bytes([octet]) if (32 <= octet <= 126 and octet != ord("=")) or octet == 9 else b"=%02X" % octet
    for octet in range(256)
]


class Skeleton:
    """One letter, cut where a recipient's own words go.

    Raises UnsafeHeaderError when something that becomes a header holds what no header may, and ValueError
    when the sender or the address for answers is none.
    """

    def __init__(self, content: Content) -> None:
        check_header(content.sender)
        check_header(content.reply_to)
        sender = parse_single_address(content.sender)
        self.sender = on_the_wire(sender.addr_spec)
        check_address(self.sender)
        self._at = f"@{self.sender.rpartition('@')[2]}>"
        self._date = (0, b"")
        self._pieces: list[bytes] = []
        self._words: dict[str, list[int]] = {}
        self._own: list[tuple[int, str, str]] = []
        self._write_headers(content)
        self._write_bodies(content)

    def message_for(self, recipient: Recipient, *, now: datetime) -> bytes:
        """The whole message to one recipient, as it goes over the wire.

        Raises UnsafeHeaderError for what must not stand in a header or is no bare address, KeyError for a
        placeholder that the recipient has no field for.
        """
        return b"".join(self.pieces_for(recipient, now=now))

    def pieces_for(self, recipient: Recipient, *, now: datetime) -> list[bytes]:
        """The same in pieces, for who has something to join to them."""
        _id, ref, address, fields = recipient
        identity = f"<{ref}{self._at}"
        check_address(address)
        check_address(identity[1:-1])
        pieces = self._pieces.copy()
        try:
            pieces[1], pieces[5] = address.encode("ascii"), identity.encode("ascii")
        except UnicodeEncodeError as error:
            raise UnsafeHeaderError("An address is not ASCII; nothing was sent.") from error
        pieces[3] = self._date_of(now)
        for place, name, value in self._own:
            pieces[place] = own_header(name, value, fields)
        for name, places in self._words.items():
            word = quoted(fields[name])
            for place in places:
                pieces[place] = word
        return pieces

    def _date_of(self, now: datetime) -> bytes:
        second = int(now.timestamp())
        known, written = self._date
        if known != second:
            written = format_datetime(now).encode()
            self._date = (second, written)
        return written

    def _write_headers(self, content: Content) -> None:
        fixed = [
            address_header("From", content.sender),
            header("Subject", content.subject),
            *([address_header("Reply-To", content.reply_to)] if content.reply_to else []),
            *(header(name, value) for name, value in content.headers.items()),
        ]
        # The places of the address, the moment and the message's id are known by number above.
        self._pieces += [b"".join(fixed) + b"To: ", b"", b"\r\nDate: ", b""]
        self._pieces += [b"\r\nMessage-ID: ", b"", b"\r\n"]
        for name, value in content.own_headers.items():
            check_name(name)
            check_header(_PLACEHOLDER.sub("", value))
            self._own.append((len(self._pieces), name, value))
            self._pieces.append(b"")

    def _write_bodies(self, content: Content) -> None:
        # RFC 2045 6.7: »=_« cannot stand in quoted-printable, so the boundary is in no body.
        letter = f"{content.subject}\0{content.text}\0{content.html}".encode("utf-8", "replace")
        digest = hashlib.sha256(letter).hexdigest().encode()
        boundary, outer = b"=_" + digest[:24], b"=_" + digest[24:48]
        self._pieces.append(b"MIME-Version: 1.0\r\n")
        if content.attachments:
            kind = b'multipart/mixed; boundary="%b"' % outer
            self._pieces.append(b"Content-Type: %b\r\n\r\n--%b\r\n" % (kind, outer))
        kind = b'multipart/alternative; boundary="%b"' % boundary
        self._pieces.append(b"Content-Type: %b\r\n\r\n" % kind)
        for kind, text in ((b"text/plain", content.text), (b"text/html", content.html)):
            self._pieces.append(_PART % (boundary, kind))
            self._write_body(text)
            self._pieces.append(b"\r\n")
        self._pieces.append(b"--%b--\r\n" % boundary)
        if content.attachments:
            self._pieces += [
                b"--%b\r\n%b" % (outer, part) for part in map(attached, content.attachments)
            ]
            self._pieces.append(b"--%b--\r\n" % outer)

    def _write_body(self, text: str) -> None:
        """Fixed words and the places of fields in turn, each field on lines of its own by soft breaks."""
        parts = _PLACEHOLDER.split(text)
        for number, part in enumerate(parts):
            if number % 2:
                self._words.setdefault(part, []).append(len(self._pieces))
                self._pieces.append(b"")
                rest = "".join(parts[number + 1 :])
                # RFC 2045 6.7 (3): the last octet of a body is never the »=« of a soft break.
                self._pieces.append(SOFT_BREAK if rest and rest[0] not in "\r\n" else b"")
            elif part:
                fixed = quoted(part)
                begins_line = fixed.endswith(b"\r\n") or number + 1 == len(parts)
                self._pieces.append(fixed if begins_line else fixed + SOFT_BREAK)


def attached(file: Attachment) -> bytes:
    """A file as a part of a message, its text in base64 (RFC 2045 6.8, RFC 2183). Its name is a plain one."""
    head = (
        f"Content-Type: {file.mimetype}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{file.name}"\r\n\r\n'
    )
    body = base64.encodebytes(file.text.encode("utf-8")).replace(b"\n", b"\r\n")
    return head.encode("ascii") + body


def quoted(text: str) -> bytes:
    """Text in quoted-printable, with CRLF for its line ends, to stand at the beginning of a line.

    Its last line leaves room for a soft break.
    """
    if "\n" in text or "\r" in text:
        return b"\r\n".join(map(quoted_line, _LINE_END.split(text)))
    return quoted_line(text)


def quoted_line(line: str) -> bytes:
    """The C encoder does all but two rare things: dots that begin a line, and a last line that is full."""
    octets = line.encode("utf-8", "replace")
    written = b2a_qp(octets, istext=False)
    if written[:1] == b".":
        return wrapped(octets)
    if len(written) < WIDTH:
        return written
    if b"\n." in written or len(written) - written.rfind(b"\n") > WIDTH:
        return wrapped(octets)
    return written.replace(b"\n", b"\r\n")


def wrapped(octets: bytes) -> bytes:
    """One line in quoted-printable, octet by octet."""
    lines, current = [], b""
    for octet in _tokens(octets):
        if len(current) + len(octet) >= WIDTH:
            lines.append(current)
            current = b""
        current += b"=2E" if octet == b"." and not current else octet
    return SOFT_BREAK.join([*lines, current])


def _tokens(octets: bytes) -> Iterator[bytes]:
    for octet in octets[:-1]:
        yield _OCTETS[octet]
    for octet in octets[-1:]:
        # RFC 2045 6.7 (3): a space at the end of a line would be lost on the way.
        yield b"=%02X" % octet if octet in b" \t" else _OCTETS[octet]


def header(name: str, value: str) -> bytes:
    """One header, folded; in encoded words where its words are not plain. Raises UnsafeHeaderError."""
    check_name(name)
    check_header(value)
    plain = value.isascii() and "=?" not in value and "  " not in value and value == value.strip()
    if plain:
        lines = wrap(
            value,
            WIDTH,
            initial_indent=f"{name}: ",
            subsequent_indent=" ",
            break_long_words=False,
            break_on_hyphens=False,
        ) or [f"{name}: "]
        if max(map(len, lines)) <= LONGEST_LINE:
            return "\r\n".join([*lines, ""]).encode("ascii")
    return f"{name}: {encoded_words(name, value)}\r\n".encode("ascii")


def own_header(name: str, value: str, fields: dict[str, str]) -> bytes:
    """A header with a recipient's fields in it. Most are lists of addresses, which are folded between two."""
    filled = fill(value, fields)
    check_header(filled)
    quick = filled.isascii() and "=?" not in filled and filled == filled.strip()
    if quick and len(name) + len(filled) < LONGEST_LINE - 2:
        return f"{name}: {filled.replace(', <', FOLDED_COMMA)}\r\n".encode("ascii")
    return header(name, filled)


def address_header(name: str, written: str) -> bytes:
    """A header of one or more addresses with names. Raises ValueError when one is none."""
    addresses = []
    for one in parse_address_list([written], field=name):
        bare, words = on_the_wire(one.addr_spec), one.display_name
        if words.isascii() and "=?" not in words:
            addresses.append(formataddr((words, bare)))
        else:
            addresses.append(f"{encoded_words(name, words)}\r\n <{bare}>")
    joined = ",\r\n ".join(addresses)
    return f"{name}: {joined}\r\n".encode("ascii")


def encoded_words(name: str, value: str) -> str:
    """The value in encoded words of RFC 2047, folded."""
    return Header(value, "utf-8", header_name=name).encode(linesep="\r\n")


def check_name(name: str) -> None:
    """Raises UnsafeHeaderError for what is no header's name (RFC 5322 3.6.8)."""
    if not _HEADER_NAME.fullmatch(name):
        raise UnsafeHeaderError("What should be a header's name is none; nothing was sent.")
