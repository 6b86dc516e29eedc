"""The token of an unsubscribe link: which delivery it came with, signed, without an address in
it.

22 characters of the delivery's random id and 22 of an HMAC over it (128 bits), keyed for this
purpose alone, so that a token made for anything else is none here. It does not expire: people
unsubscribe from old letters.
"""

import base64
import binascii
import uuid

from django.utils.crypto import constant_time_compare, salted_hmac

PURPOSE = "newsletters.unsubscribe"
TEST = uuid.UUID(int=0)
LENGTH = 44


def make_token(delivery_id: uuid.UUID) -> str:
    """The token for a delivery; for a test letter, pass `TEST`."""
    return encode(delivery_id.bytes) + encode(signature(delivery_id.bytes))


def read_token(token: str) -> uuid.UUID | None:
    """The delivery's id, or None for anything that we did not make."""
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        identity, given = decode(token[:22]), decode(token[22:])
    except (binascii.Error, ValueError):
        return None
    expected = encode(signature(identity))
    if not constant_time_compare(encode(given), expected) or encode(identity) != token[:22]:
        return None
    return uuid.UUID(bytes=identity)


def signature(identity: bytes) -> bytes:
    return salted_hmac(PURPOSE, identity, algorithm="sha256").digest()[:16]


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")
