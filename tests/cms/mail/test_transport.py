"""Handing letters over to real servers on the loopback, and reading what came back."""

import json
import smtplib
import socket
import ssl
import threading
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from aiosmtpd.controller import Controller
from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailRecipientsRefused,
    AnymailRequestsAPIError,
    AnymailUnsupportedFeature,
)

from cms.mail.addresses import on_the_wire
from cms.mail.answers import LONGEST_WAIT, Answer, Outcome, Result, classify, retry_after
from cms.mail.message import Content, Recipient, UnsafeHeaderError
from cms.mail.placeholders import placeholder
from cms.mail.providers import PROVIDERS, batch_size
from cms.mail.transport import hand_over
from tests.endpoints import fields

QUEUED = json.dumps({"id": "<1@mg.example>", "message": "Queued. Thank you."}).encode()
MAILGUN, SMTP = PROVIDERS["mailgun"], PROVIDERS["smtp"]


def content(**given):
    greeting, link = placeholder("greeting"), placeholder("unsubscribe_url")
    given.setdefault("subject", "Nyt fra netværket")
    given.setdefault("html", f'<p>{greeting}</p><a href="{link}">Afmeld</a>')
    given.setdefault("text", f"{greeting}\n{link}\n")
    given.setdefault("headers", {"List-Id": "<nyhedsbrev.network.example>"})
    given.setdefault("own_headers", {"List-Unsubscribe": f"<{link}>"})
    return Content(sender="Netværket <brev@network.example>", **given)


def recipient(name, address=""):
    link = f"https://network.example/afmeld/{name}/"
    return Recipient(
        id=f"id-of-{name}",
        ref=f"ref-of-{name}",
        address=on_the_wire(address or f"{name}@kommune.example"),
        fields={"greeting": f"Kære {name}", "unsubscribe_url": link},
    )


class Handler(BaseHTTPRequestHandler):
    """Answers every POST as the test says, after keeping what it got."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append({k: v[0] for k, v in fields(self.headers, body).items()})
        self.server.may_answer.wait(10)
        status, headers, answer = self.server.answer
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(answer))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args):
        pass


class Endpoint(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A client that did not wait for the answer is what one test is about."""


@pytest.fixture
def mailgun(settings):
    """An HTTP server in Mailgun's place. `answer` is what it says, `got` what it was given."""
    server = Endpoint(("127.0.0.1", 0), Handler)
    server.answer, server.got = (200, {}, QUEUED), []
    server.may_answer = threading.Event()
    server.may_answer.set()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.MAIL_PROVIDER = "mailgun"
    settings.MAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
    settings.ANYMAIL = {
        "MAILGUN_API_KEY": "key",
        "MAILGUN_SENDER_DOMAIN": "mg.example",
        "MAILGUN_API_URL": f"http://127.0.0.1:{server.server_port}/v3",
        "REQUESTS_TIMEOUT": (2, 0.3),
    }
    yield server
    server.may_answer.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_hands_a_batch_over_in_one_call(mailgun):
    outcome = hand_over(content(), [recipient("anna"), recipient("bo")], MAILGUN)
    accepted = Result(Answer.ACCEPTED, provider_id="<1@mg.example>")
    assert outcome == Outcome(common=accepted)
    assert len(mailgun.got) == 1


def test_gives_the_provider_what_it_merges_for_each_recipient(mailgun):
    hand_over(content(), [recipient("anna"), recipient("bo")], MAILGUN)
    (given,) = mailgun.got
    variables = json.loads(given["recipient-variables"])
    assert variables["anna@kommune.example"] == {
        "greeting": "Kære anna",
        "unsubscribe_url": "https://network.example/afmeld/anna/",
        "ref": "ref-of-anna",
    }
    assert sorted(variables) == ["anna@kommune.example", "bo@kommune.example"]
    assert given["subject"] == "Nyt fra netværket"
    assert given["text"] == "%recipient.greeting%\n%recipient.unsubscribe_url%\n"
    assert given["html"] == (
        '<p>%recipient.greeting%</p><a href="%recipient.unsubscribe_url%">Afmeld</a>'
    )
    assert given["h:List-Unsubscribe"] == "<%recipient.unsubscribe_url%>"
    assert given["h:List-Id"] == "<nyhedsbrev.network.example>"
    assert given["v:delivery"] == "%recipient.ref%"
    assert (given["o:tracking-opens"], given["o:tracking-clicks"]) == ("no", "no")


def test_tells_the_provider_no_address_besides_the_recipients(mailgun):
    hand_over(content(), [recipient("anna")], MAILGUN)
    (given,) = mailgun.got
    elsewhere = {name: value for name, value in given.items() if name not in ("to", "from")}
    variables = json.loads(elsewhere.pop("recipient-variables"))
    assert [name for name, value in elsewhere.items() if "@" in value] == []
    assert "@" not in json.dumps(list(variables.values()))


def test_finds_what_is_merged_by_the_address_that_mail_carries(mailgun):
    outcome = hand_over(content(), [recipient("anna", "Anna@ælg.dk")], MAILGUN)
    (given,) = mailgun.got
    assert given["to"] == "Anna@xn--lg-0ia.dk"
    assert list(json.loads(given["recipient-variables"])) == ["Anna@xn--lg-0ia.dk"]
    assert outcome.common.answer == Answer.ACCEPTED


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("Anna@Kommune.DK", "Anna@Kommune.DK"),
        ("Anna@ælg.dk", "Anna@xn--lg-0ia.dk"),
        ("a@straße.de", "a@xn--strae-oqa.de"),
        ("å@b.dk", "å@b.dk"),
    ],
)
def test_writes_the_domain_as_mail_carries_it(address, wire):
    assert on_the_wire(address) == wire


@pytest.mark.parametrize(
    ("status", "headers", "body", "answer", "words"),
    [
        (202, {}, QUEUED, Answer.ACCEPTED, ""),
        (200, {}, b"rubbish", Answer.UNKNOWN, "HTTP 200"),
        (200, {}, b"", Answer.UNKNOWN, "HTTP 200"),
        (200, {}, b'{"message": "no id"}', Answer.UNKNOWN, "HTTP 200"),
        (200, {}, b'"Mailgun Magnificent API"', Answer.UNKNOWN, "HTTP 200"),
        (400, {}, b'{"message": "bad"}', Answer.REJECTED, "HTTP 400"),
        (500, {}, b"", Answer.UNKNOWN, "HTTP 500"),
        (502, {}, b"<html>", Answer.UNKNOWN, "HTTP 502"),
        (503, {"Retry-After": "5"}, b"", Answer.UNKNOWN, "HTTP 503"),
    ],
)
def test_reads_an_answer_for_every_recipient(mailgun, status, headers, body, answer, words):
    mailgun.answer = (status, headers, body)
    outcome = hand_over(content(), [recipient("anna"), recipient("bo")], MAILGUN)
    assert (outcome.common.answer, outcome.common.words) == (answer, words)
    assert (outcome.results, outcome.stopped) == ({}, None)


@pytest.mark.parametrize("status", [401, 402, 403, 404])
def test_stops_when_the_provider_does_not_know_us(mailgun, status):
    mailgun.answer = (status, {}, b"Forbidden")
    outcome = hand_over(content(), [recipient("anna")], MAILGUN)
    assert outcome.results == {}
    assert outcome.stopped == Result(Answer.MISCONFIGURED, f"HTTP {status}")


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("7", 7.0),
        ("999999999999", LONGEST_WAIT),
        ("-1", 0.0),
        ("Fri, 01 Jan 2027 00:00:00 GMT", 0.0),
        ("٣", 0.0),
        ("", 0.0),
    ],
)
def test_waits_as_long_as_it_is_asked_to(mailgun, header, wait):
    headers = {"Retry-After": header.encode().decode("latin-1")} if header else {}
    mailgun.answer = (429, headers, b"")
    outcome = hand_over(content(), [recipient("anna")], MAILGUN)
    assert outcome.results == {}
    assert outcome.stopped == Result(Answer.REFUSED, "HTTP 429")
    assert outcome.wait == wait


def test_holds_what_a_provider_took_without_answering(mailgun):
    mailgun.may_answer.clear()
    outcome = hand_over(content(), [recipient("anna")], MAILGUN)
    assert outcome.common.answer == Answer.UNKNOWN
    assert outcome.stopped is None
    assert len(mailgun.got) == 1


def closed_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
def test_knows_that_nothing_was_taken_without_a_connection(mailgun, settings, host):
    url = f"http://{host}:{closed_port()}/v3"
    settings.ANYMAIL = {**settings.ANYMAIL, "MAILGUN_API_URL": url}
    outcome = hand_over(content(), [recipient("anna")], MAILGUN)
    assert outcome.results == {}
    assert outcome.stopped.answer == Answer.REFUSED


def test_stops_at_a_setting_that_is_missing(mailgun, settings):
    settings.ANYMAIL = {"MAILGUN_SENDER_DOMAIN": "mg.example"}
    outcome = hand_over(content(), [recipient("anna")], MAILGUN)
    assert outcome.results == {}
    assert outcome.stopped == Result(Answer.MISCONFIGURED, "AnymailConfigurationError")


def test_refuses_an_injection_before_anything_leaves(mailgun):
    with pytest.raises(UnsafeHeaderError):
        hand_over(content(subject="Nyt\r\nBcc: e@e.dk"), [recipient("anna")], MAILGUN)
    assert mailgun.got == []


def test_rejects_an_unsafe_recipient_alone(mailgun):
    unsafe = recipient("bo")._replace(address="bo@kommune.example\r\nBcc: e@e.dk")
    outcome = hand_over(content(), [recipient("anna"), unsafe], MAILGUN)
    assert outcome.results == {
        "id-of-anna": Result(Answer.ACCEPTED, provider_id="<1@mg.example>"),
        "id-of-bo": Result(Answer.REJECTED, "unsafe_header"),
    }
    assert [given["to"] for given in mailgun.got] == ["anna@kommune.example"]


def test_does_nothing_for_nobody(mailgun):
    assert hand_over(content(), [], MAILGUN) == Outcome()
    assert mailgun.got == []


class Mailbox:
    """An SMTP server's behaviour: keeps what it takes, and answers `say[address]` to a recipient."""

    def __init__(self):
        self.got, self.say, self.data = [], {}, "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.say.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.data == "hang up":
            server.transport.close()
            return "250 OK"
        if self.data.startswith("250"):
            self.got.append((envelope.rcpt_tos, envelope.content))
        return self.data


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    # The controller calls itself on the port it was asked for, so 0 would not do.
    controller.port = closed_port()
    controller.start()
    settings.MAIL_PROVIDER = "smtp"
    settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_TIMEOUT = 5
    yield box
    controller.stop()


def test_posts_each_recipient_a_letter_of_their_own_by_smtp(mailbox):
    outcome = hand_over(content(), [recipient("anna"), recipient("bo")], SMTP)
    assert outcome.results == {
        "id-of-anna": Result(Answer.ACCEPTED),
        "id-of-bo": Result(Answer.ACCEPTED),
    }
    assert [to for to, _letter in mailbox.got] == [
        ["anna@kommune.example"],
        ["bo@kommune.example"],
    ]
    letter = message_from_bytes(mailbox.got[0][1], policy=policy.default)
    assert letter["To"] == "anna@kommune.example"
    assert letter["Subject"] == "Nyt fra netværket"
    assert letter["List-Unsubscribe"] == "<https://network.example/afmeld/anna/>"
    assert letter["List-Id"] == "<nyhedsbrev.network.example>"
    assert letter.get_body(("plain",)).get_content().splitlines() == [
        "Kære anna",
        "https://network.example/afmeld/anna/",
    ]
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


def test_goes_on_after_a_mailbox_that_does_not_exist(mailbox):
    mailbox.say["anna@kommune.example"] = "550 no such user"
    outcome = hand_over(content(), [recipient("anna"), recipient("bo")], SMTP)
    assert outcome.results == {
        "id-of-anna": Result(Answer.REJECTED, "SMTP 550"),
        "id-of-bo": Result(Answer.ACCEPTED),
    }
    assert outcome.stopped is None


@pytest.mark.parametrize("words", ["450 greylisted, try later", "421 closing down"])
def test_stops_where_a_server_asks_to_come_again(mailbox, words):
    mailbox.say["bo@kommune.example"] = words
    people = [recipient("anna"), recipient("bo"), recipient("ida")]
    outcome = hand_over(content(), people, SMTP)
    assert outcome.results == {"id-of-anna": Result(Answer.ACCEPTED)}
    assert outcome.stopped == Result(Answer.REFUSED, f"SMTP {words[:3]}")
    assert len(mailbox.got) == 1


@pytest.mark.parametrize(
    ("words", "answer"), [("451 later", Answer.REFUSED), ("452 full", Answer.REFUSED)]
)
def test_stops_when_the_letter_itself_is_put_off(mailbox, words, answer):
    mailbox.data = words
    outcome = hand_over(content(), [recipient("anna"), recipient("bo")], SMTP)
    assert outcome.results == {}
    assert outcome.stopped == Result(answer, f"SMTP {words[:3]}")


def test_takes_no_for_an_answer_about_the_letter(mailbox):
    mailbox.data = "554 spam"
    outcome = hand_over(content(), [recipient("anna")], SMTP)
    assert outcome.results == {"id-of-anna": Result(Answer.REJECTED, "SMTP 554")}


def test_holds_only_the_letter_in_whose_midst_the_server_hung_up(mailbox):
    mailbox.data = "hang up"
    outcome = hand_over(content(), [recipient("anna"), recipient("bo")], SMTP)
    assert {key: found.answer for key, found in outcome.results.items()} == {
        "id-of-anna": Answer.UNKNOWN
    }
    assert outcome.stopped.answer == Answer.REFUSED


def test_knows_that_no_smtp_server_took_anything(mailbox, settings):
    settings.EMAIL_PORT = closed_port()
    outcome = hand_over(content(), [recipient("anna")], SMTP)
    assert outcome.results == {}
    assert outcome.stopped == Result(Answer.REFUSED, "ConnectionRefusedError")


def test_stops_when_the_smtp_server_takes_no_passwords(mailbox, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "user", "secret"
    outcome = hand_over(content(), [recipient("anna")], SMTP)
    assert outcome.results == {}
    assert outcome.stopped.answer in (Answer.REFUSED, Answer.MISCONFIGURED)


def caused(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (AnymailConfigurationError("no key"), Answer.MISCONFIGURED),
        (AnymailUnsupportedFeature("tags"), Answer.MISCONFIGURED),
        (AnymailRecipientsRefused(), Answer.REJECTED),
        (AnymailAPIError("?", status_code=422), Answer.REJECTED),
        (AnymailAPIError("?"), Answer.UNKNOWN),
        (smtplib.SMTPAuthenticationError(535, b"no"), Answer.MISCONFIGURED),
        (smtplib.SMTPRecipientsRefused({"a@b.dk": (550, b"no")}), Answer.REJECTED),
        (smtplib.SMTPRecipientsRefused({"a@b.dk": (452, b"full")}), Answer.REFUSED),
        (smtplib.SMTPSenderRefused(553, b"no", "a@b.dk"), Answer.REJECTED),
        (smtplib.SMTPSenderRefused(451, b"later", "a@b.dk"), Answer.REFUSED),
        (smtplib.SMTPDataError(554, b"no"), Answer.REJECTED),
        (smtplib.SMTPDataError(451, b"later"), Answer.REFUSED),
        (smtplib.SMTPServerDisconnected("gone"), Answer.UNKNOWN),
        (smtplib.SMTPResponseException(500, b"?"), Answer.UNKNOWN),
        (requests.ConnectTimeout(), Answer.REFUSED),
        (requests.ReadTimeout(), Answer.UNKNOWN),
        (ConnectionRefusedError(), Answer.REFUSED),
        (caused(AnymailAPIError("?"), ConnectionRefusedError()), Answer.REFUSED),
        (ConnectionResetError(), Answer.UNKNOWN),
        (TimeoutError(), Answer.UNKNOWN),
        (RuntimeError("boom"), Answer.UNKNOWN),
    ],
    ids=lambda value: repr(value) if isinstance(value, Exception) else str(value),
)
def test_gives_each_failure_one_word(error, answer):
    assert classify(error).answer == answer


@pytest.mark.parametrize(
    "error", [TimeoutError(), smtplib.SMTPServerDisconnected(), smtplib.SMTPConnectError(421, b"")]
)
def test_knows_that_nothing_was_taken_while_connecting(error):
    assert classify(error, before_sending=True).answer == Answer.REFUSED


def test_says_why_without_personal_data():
    refused = smtplib.SMTPRecipientsRefused({"anna@kommune.example": (550, b"no Anna here")})
    assert classify(refused).words == "SMTP 550"
    assert retry_after(refused) == 0.0


@pytest.mark.parametrize(
    ("provider", "setting", "size"),
    [("mailgun", 500, 500), ("mailgun", 5000, 1000), ("mailjet", 500, 50), ("smtp", 500, 500)],
)
def test_makes_batches_no_larger_than_the_provider_takes(settings, provider, setting, size):
    settings.MAIL_PROVIDER, settings.MAIL_BATCH_SIZE = provider, setting
    assert batch_size() == size


def test_makes_small_batches_where_a_slow_rate_is_kept(settings):
    settings.MAIL_PROVIDER, settings.MAIL_BATCH_SIZE, settings.MAIL_RATE = "mailgun", 500, 5
    assert batch_size() == 50


def test_knows_that_a_brevo_key_that_was_used_was_processed():
    answer = requests.Response()
    answer.status_code, answer._content = 400, b'{"code": "duplicate_parameter"}'
    assert classify(AnymailRequestsAPIError("?", response=answer)).answer == Answer.ACCEPTED


def test_concludes_nothing_from_a_conflict_of_keys():
    assert classify(AnymailAPIError("?", status_code=409)).answer == Answer.UNKNOWN


def test_knows_that_nothing_left_for_a_host_whose_certificate_is_not_trusted():
    error = caused(requests.exceptions.SSLError(), ssl.SSLCertVerificationError())
    assert classify(error).answer == Answer.REFUSED
    assert classify(requests.exceptions.SSLError()).answer == Answer.UNKNOWN
