"""What stands for a delivery outside this database: a token in its unsubscribe link, a reference at the
provider. Both are the delivery's id and a keyed hash of it, without an address in either.

11 characters of the id and 22 of a keyed BLAKE2b over it (RFC 7693). One hash of 256 bits serves both: its
first half makes the token, its second the reference, and from neither can the other be told. They do not
expire: people unsubscribe from old letters. A changed SECRET_KEY is survived through SECRET_KEY_FALLBACKS.
"""

import hashlib
from base64 import urlsafe_b64decode
from binascii import b2a_base64
from collections.abc import Callable

from django.conf import settings
from django.utils.crypto import constant_time_compare

PURPOSE = "newsletters.delivery"
# No delivery has the id 0: it stands for a test letter.
TEST = 0
LENGTH = 32
_ID_BYTES, _HALF = 8, 16
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
Pair = tuple[str, str]


def make_token(delivery_id: int) -> str:
    """The token of a delivery's unsubscribe link; for a test letter, pass `TEST`."""
    return maker()(delivery_id)[0]


def read_token(token: str) -> int | None:
    """The delivery's id, or None for anything that we did not make."""
    return _read(token, 0)


def make_reference(delivery_id: int) -> str:
    """All that a provider learns of a delivery."""
    return maker()(delivery_id)[1]


def read_reference(reference: str) -> int | None:
    """The delivery's id, or None for anything that we did not make."""
    return _read(reference, 1)


def maker(secret: str = "") -> Callable[[int], Pair]:
    """A function from a delivery's id to its (token, reference), with the key already taken in."""
    key = hashlib.sha256(f"{PURPOSE}\x00{secret or settings.SECRET_KEY}".encode()).digest()
    keyed = hashlib.blake2b(key=key, digest_size=2 * _HALF)

    def make(delivery_id: int) -> Pair:
        identity = delivery_id.to_bytes(_ID_BYTES)
        mac = keyed.copy()
        mac.update(identity)
        digest = mac.digest()
        # 24 bytes are 32 characters without padding.
        both = b2a_base64(identity + digest[:_HALF] + identity + digest[_HALF:], newline=False)
        text = both.translate(_URL_SAFE).decode()
        return text[:LENGTH], text[LENGTH:]

    return make


def _read(text: str, place: int) -> int | None:
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
    is_ours = any(constant_time_compare(maker(one)(number)[place], text) for one in secrets)
    return number if is_ours and number < 1 << 63 else None
