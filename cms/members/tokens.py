"""The token in a link that confirms something: a sign-up, a new address.

256 random bits, so nobody guesses one. Only its hash is kept: whoever reads the database or a backup can
confirm nothing. The hash carries the purpose, so that a token of another kind is none here; and as it is
looked up by its hash, how long that takes says nothing of the token.
"""

import hashlib
import re
import secrets

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
