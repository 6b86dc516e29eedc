"""Who signed a message of Amazon SNS, by which Amazon SES reports.

After »Verifying the signatures of Amazon SNS messages« in Amazon's own documentation: the message names a
certificate, which counts only if it lies at Amazon's address, and the signature is over some of its fields,
each as its name and its value on a line.
"""

import base64
from functools import lru_cache
from typing import Any

import requests
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.core.validators import RegexValidator

HASHES: dict[str, Any] = {"1": hashes.SHA1, "2": hashes.SHA256}
SIGNED = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
SIGNED_OF_A_TOPIC = (
    "Message",
    "MessageId",
    "SubscribeURL",
    "Timestamp",
    "Token",
    "TopicArn",
    "Type",
)
AT_AMAZON = RegexValidator(
    r"\Ahttps://sns\.[a-z0-9-]{1,40}\.amazonaws\.com(?:\.cn)?/SimpleNotificationService-[0-9a-z]{1,80}\.pem\Z"
)
SECONDS = 5
LARGEST = 20_000
MOST_CERTIFICATES = 16


class UnsignedError(Exception):
    """Amazon has not signed this message."""


class CertificateError(Exception):
    """Amazon's certificate cannot be had just now."""


def check_signature(message: dict[str, Any]) -> None:
    """Raises UnsignedError, and CertificateError where nobody can tell now."""
    address, version = message.get("SigningCertURL"), message.get("SignatureVersion")
    try:
        AT_AMAZON(address if isinstance(address, str) else "")
        signature = base64.b64decode(str(message.get("Signature", "")), validate=True)
        digest = HASHES[str(version)]()
    except Exception as error:
        raise UnsignedError(type(error).__name__) from error
    try:
        key = public_key(str(address))
        key.verify(signature, signed_words(message), padding.PKCS1v15(), digest)
    except InvalidSignature as error:
        raise UnsignedError("the signature is not Amazon's") from error


def signed_words(message: dict[str, Any]) -> bytes:
    """The words that are signed, in UTF-8. A field that the message lacks is left out."""
    names = SIGNED if message.get("Type") == "Notification" else SIGNED_OF_A_TOPIC
    lines = [f"{name}\n{message[name]}\n" for name in names if message.get(name) is not None]
    # A half of a surrogate pair can be written in JSON, but nobody can have signed it.
    return "".join(lines).encode("utf-8", "replace")


@lru_cache(MOST_CERTIFICATES)
def public_key(address: str) -> rsa.RSAPublicKey:
    """The key of the certificate at this address of Amazon's. Raises CertificateError; that is not kept."""
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(address, timeout=SECONDS, allow_redirects=False, stream=True)
            answer.raise_for_status()
            pem = answer.raw.read(LARGEST, decode_content=True)
        key = x509.load_pem_x509_certificate(pem).public_key()
    except Exception as error:
        raise CertificateError(type(error).__name__) from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise CertificateError("another kind of key")
    return key
