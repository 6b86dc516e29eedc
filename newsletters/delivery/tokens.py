"""What stands for a delivery outside this database: a token in its unsubscribe link, a reference at the
provider. Both are the delivery's id and a keyed hash of it, without an address in either.

11 characters of the id and 22 of a keyed BLAKE2b over it (128 bits, RFC 7693), each purpose with a key of
its own, so that what was made for one is nothing for the other. They do not expire: people unsubscribe
from old letters. A changed SECRET_KEY is survived through SECRET_KEY_FALLBACKS.
"""

import hashlib
from base64 import urlsafe_b64decode
from binascii import b2a_base64
from collections.abc import Callable

from django.conf import settings
from django.utils.crypto import constant_time_compare

UNSUBSCRIBE, REFERENCE = "newsletters.unsubscribe", "newsletters.reference"
# No delivery has the id 0: it stands for a test letter.
TEST = 0
LENGTH = 32
_ID_BYTES, _MAC_BYTES = 8, 16
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def make_token(delivery_id: int) -> str:
    """The token of a delivery's unsubscribe link; for a test letter, pass `TEST`."""
    return maker(UNSUBSCRIBE)(delivery_id)


def read_token(token: str) -> int | None:
    """The delivery's id, or None for anything that we did not make."""
    return _read(UNSUBSCRIBE, token)


def make_reference(delivery_id: int) -> str:
    """All that a provider learns of a delivery."""
    return maker(REFERENCE)(delivery_id)


def read_reference(reference: str) -> int | None:
    """The delivery's id, or None for anything that we did not make."""
    return _read(REFERENCE, reference)


def maker(purpose: str, secret: str = "") -> Callable[[int], str]:
    """A function from a delivery's id to what stands for it, with the key already taken in."""
    key = hashlib.sha256(f"{purpose}\x00{secret or settings.SECRET_KEY}".encode()).digest()
    keyed = hashlib.blake2b(key=key, digest_size=_MAC_BYTES)

    def make(delivery_id: int) -> str:
        identity = delivery_id.to_bytes(_ID_BYTES)
        mac = keyed.copy()
        mac.update(identity)
        # 24 bytes are 32 characters without padding.
        return b2a_base64(identity + mac.digest(), newline=False).translate(_URL_SAFE).decode()

    return make


def _read(purpose: str, text: str) -> int | None:
    if not isinstance(text, str) or len(text) != LENGTH or not text.isascii():
        return None
    try:
        identity = urlsafe_b64decode(text)[:_ID_BYTES]
    except ValueError:
        return None
    if len(identity) != _ID_BYTES:
        return None
    number = int.from_bytes(identity)
    secrets = map(str, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    is_ours = any(constant_time_compare(maker(purpose, one)(number), text) for one in secrets)
    return number if is_ours and number < 1 << 63 else None
