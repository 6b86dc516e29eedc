"""The tokens in links: the one that confirms a sign-up or a new address, and the one that answers »are you
still here?«.

The first is 256 random bits, so nobody guesses one. Only its hash is kept: whoever reads the database or a
backup can confirm nothing. The hash carries the purpose, so that a token of another kind is none here; and as
it is looked up by its hash, how long that takes says nothing of the token.
"""

import datetime as dt
import hashlib
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.conf import settings
from django.utils.crypto import constant_time_compare

PURPOSE = b"members.joining:"
BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def make_token() -> str:
    """A new token, 43 characters that an address may hold."""
    return secrets.token_urlsafe(BYTES)


def hash_of(token: str, purpose: bytes = PURPOSE) -> str | None:
    """What is kept of a token (SHA-256, hex), or None for a text that cannot be one."""
    if not _TOKEN.fullmatch(token):
        return None
    return hashlib.sha256(purpose + token.encode()).hexdigest()


# The other token stands in the letter »are you still here?«. It holds a member's id, when they were asked,
# and a keyed BLAKE2b over both (RFC 7693), so it answers that one question and no later one.
STILL_HERE = "members.presence"
# A third takes back the yes to one series, from the foot of a letter that belongs to it.
LEAVE = "members.leave_series"
_ANSWER = re.compile(r"[A-Za-z0-9_-]{43}")
_PLAIN, _MAC = 16, 16


def make_answer_token(member_id: int, asked_at: dt.datetime, purpose: str = STILL_HERE) -> str:
    """The token of the question that this member was asked then; 43 characters. One of another purpose
    answers no question of this.
    """
    plain = member_id.to_bytes(8) + int(asked_at.timestamp()).to_bytes(8)
    return urlsafe_b64encode(plain + _mac(plain, settings.SECRET_KEY, purpose)).decode().rstrip("=")


def read_answer_token(token: str, purpose: str = STILL_HERE) -> tuple[int, dt.datetime] | None:
    """The member's id and when they were asked, or None for anything that we did not make."""
    plain = _read(token, purpose)
    if plain is None:
        return None
    asked = dt.datetime.fromtimestamp(int.from_bytes(plain[8:]), tz=dt.UTC)
    return int.from_bytes(plain[:8]), asked


def make_leave_token(member_id: int, series_id: int) -> str:
    """The token with which this member says no to this series; 43 characters. It works as long as the member
    is one: a link in an old letter must not be dead (RFC 8058).
    """
    plain = member_id.to_bytes(8) + series_id.to_bytes(8)
    made = plain + _mac(plain, settings.SECRET_KEY, LEAVE)
    return urlsafe_b64encode(made).decode().rstrip("=")


def read_leave_token(token: str) -> tuple[int, int] | None:
    """The ids of member and series, or None for anything that we did not make."""
    plain = _read(token, LEAVE)
    return (int.from_bytes(plain[:8]), int.from_bytes(plain[8:])) if plain else None


def _read(token: str, purpose: str) -> bytes | None:
    """What a token of this purpose holds."""
    if not _ANSWER.fullmatch(token):
        return None
    raw = urlsafe_b64decode(f"{token}=")
    plain, mac = raw[:_PLAIN], raw[_PLAIN:]
    keys = map(str, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    is_ours = any(constant_time_compare(_mac(plain, one, purpose), mac) for one in keys)
    # Base64 spells the last of 32 bytes in more than one way; ours is one of them.
    if not is_ours or urlsafe_b64encode(raw).decode().rstrip("=") != token:
        return None
    return plain


def _mac(plain: bytes, secret: str, purpose: str) -> bytes:
    key = hashlib.sha256(f"{purpose}\x00{secret}".encode()).digest()
    return hashlib.blake2b(plain, key=key, digest_size=_MAC).digest()
