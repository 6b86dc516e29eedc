"""Whether Amazon signed a message, and where its certificate may lie."""

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from newsletters.tracking import sns

from .payloads import AMAZON, CERTIFICATE, signed_by_amazon

MESSAGE = {
    "Type": "Notification",
    "MessageId": "1",
    "Timestamp": "2026-11-25T08:00:00Z",
    "TopicArn": "arn:aws:sns:eu-north-1:1:mail",
    "Message": "Ærlig talt",
}
TOPIC = {
    **MESSAGE,
    "Type": "SubscriptionConfirmation",
    "Token": "t",
    "SubscribeURL": "https://sns.eu-north-1.amazonaws.com/?Action=ConfirmSubscription",
}
# Taken before the fixture puts a key of ours in its place.
real_public_key = sns.public_key


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("message", [MESSAGE, TOPIC, {**MESSAGE, "Subject": "Nyt"}])
def test_takes_what_amazon_signed(message, version):
    sns.check_signature(signed_by_amazon(message, version=version))


@pytest.mark.parametrize("name", ["Message", "MessageId", "Timestamp", "TopicArn", "Type"])
def test_refuses_a_message_with_a_changed_word(name):
    message = signed_by_amazon(MESSAGE)
    with pytest.raises(sns.UnsignedError):
        sns.check_signature({**message, name: "andet"})


def test_refuses_anothers_signature():
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with pytest.raises(sns.UnsignedError):
        sns.check_signature(signed_by_amazon(MESSAGE, key=other))


@pytest.mark.parametrize(
    "address",
    [
        "",
        None,
        7,
        "http://sns.eu-north-1.amazonaws.com/SimpleNotificationService-0.pem",
        "https://sns.eu-north-1.amazonaws.com.evil.example/SimpleNotificationService-0.pem",
        "https://evil.example/sns.eu-north-1.amazonaws.com/SimpleNotificationService-0.pem",
        "https://sns.eu-north-1.amazonaws.com@evil.example/SimpleNotificationService-0.pem",
        "https://sns.eu-north-1.amazonaws.com/bucket/mine.pem",
        CERTIFICATE + "\n",
    ],
)
def test_asks_nobody_else_for_the_certificate(monkeypatch, address):
    monkeypatch.setattr(sns, "public_key", pytest.fail)
    with pytest.raises(sns.UnsignedError):
        sns.check_signature({**signed_by_amazon(MESSAGE), "SigningCertURL": address})


@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            [*sns.SIGNED, "Signature", "SignatureVersion"],
            st.none() | st.text(st.characters(exclude_categories=())) | st.integers(),
        ),
    )
)
def test_refuses_anything_else_with_its_one_error(odd):
    with pytest.raises(sns.UnsignedError):
        sns.check_signature({"SigningCertURL": CERTIFICATE, **odd})


def test_reads_the_key_of_a_certificate(monkeypatch):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    built = x509.CertificateBuilder(
        name, name, AMAZON.public_key(), 1, now, now + dt.timedelta(days=1)
    ).sign(AMAZON, hashes.SHA256())
    pem = built.public_bytes(serialization.Encoding.PEM)
    asked = answer_with(monkeypatch, pem)
    real_public_key.cache_clear()
    assert real_public_key(CERTIFICATE) == AMAZON.public_key()
    assert real_public_key(CERTIFICATE) == AMAZON.public_key()
    assert asked == [(CERTIFICATE, False)]


@pytest.mark.parametrize("body", [b"", b"intet certifikat", b"x" * 100_000])
def test_says_when_the_certificate_cannot_be_had(monkeypatch, body):
    answer_with(monkeypatch, body)
    real_public_key.cache_clear()
    with pytest.raises(sns.CertificateError):
        real_public_key(CERTIFICATE)


def answer_with(monkeypatch, body):
    """Amazon's address answers with this; the list holds what was asked, and whether redirects count."""
    asked = []

    class Raw:
        def read(self, most, decode_content):
            return body[:most]

    class Answer:
        raw = Raw()

        def raise_for_status(self):
            pass

    def get(session, address, *, timeout, allow_redirects, stream):
        asked.append((address, allow_redirects))
        return Answer()

    monkeypatch.setattr(sns.requests.Session, "get", get)
    return asked
