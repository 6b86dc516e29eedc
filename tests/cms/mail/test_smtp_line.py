"""Connecting to a mail server, which is friendly, busy, slow or somebody else."""

import datetime as dt
import ssl
from ipaddress import ip_address
from itertools import count

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from cms.mail import smtp_line
from cms.mail.answers import Answer, Outcome, Result
from tests.smtp_server import running_smtp

from .carrying import answers, carried, people


def test_knows_that_nobody_answered(settings):
    with running_smtp() as server:
        pass
    outcome = carried(server, people(2))
    assert outcome == Outcome(stopped=Result(Answer.REFUSED, "ConnectionRefusedError"))


@pytest.mark.parametrize(
    ("when", "words", "result"),
    [
        ("greeting", "421 too busy", Result(Answer.REFUSED, "SMTP 421")),
        ("greeting", "450 too busy", Result(Answer.REFUSED, "SMTP 450")),
        ("greeting", "554 not for you", Result(Answer.MISCONFIGURED, "SMTP 554")),
        ("greeting", "close", Result(Answer.REFUSED, "SMTPServerDisconnected")),
        ("greeting", "SSH-2.0-OpenSSH", Result(Answer.REFUSED, "GarbledReplyError")),
    ],
)
def test_stops_at_an_unfriendly_greeting(server, carrier, when, words, result):
    server.say[when] = words
    assert carrier.carry(people(2), key="batch") == Outcome(stopped=result)


def test_says_nothing_to_a_server_that_talks_on(server, carrier):
    server.say["greeting"] = "220 hello\r\n250 hello"
    outcome = carrier.carry(people(2), key="batch")
    assert outcome == Outcome(stopped=Result(Answer.REFUSED, "GarbledReplyError"))
    assert server.verbs == []


def test_reads_no_line_that_has_no_end(server, carrier):
    server.say["ehlo"] = "flood"
    outcome = carrier.carry(people(2), key="batch")
    assert outcome == Outcome(stopped=Result(Answer.REFUSED, "GarbledReplyError"))


@pytest.mark.parametrize("words", ["421 too busy", "close"])
def test_stops_when_the_server_goes_away_at_the_greeting(server, carrier, words):
    server.say["ehlo"] = words
    outcome = carrier.carry(people(2), key="batch")
    assert (outcome.results, outcome.common) == ({}, None)
    assert outcome.stopped.answer == Answer.REFUSED


def test_speaks_to_a_server_that_knows_no_extensions(server, carrier):
    server.say["ehlo"] = "502 what"
    assert answers(carrier.carry(people(2), key="batch")) == {
        1: Answer.ACCEPTED,
        2: Answer.ACCEPTED,
    }


def test_signs_in():
    with running_smtp(features=["AUTH PLAIN"]) as server:
        outcome = carried(server, people(1), EMAIL_HOST_USER="user", EMAIL_HOST_PASSWORD="secret")
        assert answers(outcome) == {1: Answer.ACCEPTED}
        assert server.verbs[:2] == ["ehlo", "auth"]


@pytest.mark.parametrize(
    ("say", "features", "password", "result"),
    [
        ("535 no", ["AUTH PLAIN"], "secret", Result(Answer.MISCONFIGURED, "SMTP 535")),
        ("454 later", ["AUTH PLAIN"], "secret", Result(Answer.REFUSED, "SMTP 454")),
        ("", [], "secret", Result(Answer.MISCONFIGURED, "SMTPNotSupportedError")),
        ("", ["AUTH GSSAPI"], "secret", Result(Answer.MISCONFIGURED, "SMTPException")),
        ("", ["AUTH PLAIN"], "hemmelighåb", Result(Answer.MISCONFIGURED, "UnicodeEncodeError")),
    ],
)
def test_stops_when_it_cannot_sign_in(say, features, password, result):
    with running_smtp({"auth": say} if say else {}, features=features) as server:
        outcome = carried(server, people(1), EMAIL_HOST_USER="user", EMAIL_HOST_PASSWORD=password)
        assert outcome == Outcome(stopped=result)
        assert server.messages == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """The file of a certificate of 127.0.0.1 that nobody has signed, with its key."""
    folder = tmp_path_factory.mktemp("certificate")
    file, key = folder / "certificate.pem", folder / "key.pem"
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = dt.datetime.now(dt.UTC)
    place = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(place, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    file.write_bytes(made.public_bytes(Encoding.PEM))
    kind = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key.write_bytes(private.private_bytes(*kind))
    return file, key


@pytest.fixture(params=[True, False], ids=["smtps", "starttls"])
def secured(request, certificate, monkeypatch):
    """A server with TLS and the settings for it. Its certificate is trusted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with running_smtp(tls=context, smtps=request.param) as server:
        yield server, {"EMAIL_USE_SSL": request.param, "EMAIL_USE_TLS": not request.param}


def test_carries_over_a_secured_connection(secured):
    server, how = secured
    outcome = carried(server, people(3), **how)
    assert answers(outcome) == {1: Answer.ACCEPTED, 2: Answer.ACCEPTED, 3: Answer.ACCEPTED}
    assert server.verbs.count("starttls") == how["EMAIL_USE_TLS"]
    assert server.faults == []


def test_trusts_no_certificate_that_nobody_signed(secured, monkeypatch):
    server, how = secured
    monkeypatch.delenv("SSL_CERT_FILE")
    outcome = carried(server, people(1), **how)
    assert outcome == Outcome(stopped=Result(Answer.MISCONFIGURED, "SSLCertVerificationError"))


def test_says_nothing_in_clear_to_a_server_that_cannot_secure():
    with running_smtp() as server:
        outcome = carried(server, people(1), EMAIL_USE_TLS=True)
        assert outcome == Outcome(stopped=Result(Answer.MISCONFIGURED, "SMTPNotSupportedError"))
        assert server.verbs == ["ehlo"]


def test_believes_nothing_that_was_said_before_the_connection_was_secured(certificate, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with running_smtp({"starttls": "220 go\r\n250 PIPELINING"}, tls=context) as server:
        outcome = carried(server, people(1), EMAIL_USE_TLS=True)
    assert outcome == Outcome(stopped=Result(Answer.REFUSED, "GarbledReplyError"))
    assert server.verbs == ["ehlo", "starttls"]


@pytest.mark.parametrize(
    ("when", "results"),
    [
        ("greeting", {}),
        ("rcpt", {}),
        ("dot", {1: Result(Answer.UNKNOWN, "TimeoutError")}),
    ],
)
def test_ends_an_exchange_that_drips_at_the_deadline(monkeypatch, when, results):
    # Each look at this clock takes a second: sixty octets are what the deadline leaves time for.
    monkeypatch.setattr(smtp_line, "monotonic", count().__next__)
    with running_smtp({when: "drip"}) as server:
        outcome = carried(server, people(2))
    assert outcome == Outcome(results=results, stopped=Result(Answer.REFUSED, "TimeoutError"))


def test_waits_as_long_as_ever_after_an_exchange_that_took_long(server, monkeypatch, settings):
    now = 100.0
    monkeypatch.setattr(smtp_line, "monotonic", lambda: now)
    line = smtp_line.open_line()
    now += settings.MAIL_DEADLINE - 1
    line.hurry()
    assert line.wire.gettimeout() == 1
    line.begin()
    line.hurry()
    assert line.wire.gettimeout() == settings.EMAIL_TIMEOUT
    smtp_line.part([line])


def test_holds_a_message_to_which_nothing_is_said():
    with running_smtp({"dot 2": "hang"}) as server:
        outcome = carried(server, people(4), EMAIL_TIMEOUT=1)
    assert outcome.results[2] == Result(Answer.UNKNOWN, "TimeoutError")
    assert outcome.stopped == Result(Answer.REFUSED, "TimeoutError")
    assert list(outcome.results) == [1, 2]
