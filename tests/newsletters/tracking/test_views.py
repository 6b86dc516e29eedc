"""The door for providers: who may report, what is answered, and that nothing anybody sends breaks it."""

import base64
import datetime as dt
import json
import logging

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone

from newsletters.delivery.models import Delivery
from newsletters.delivery.tokens import make_reference
from newsletters.tracking import actions, sns
from newsletters.tracking.models import DeliveryEvent
from newsletters.tracking.reading import Reader
from newsletters.tracking.views import receive
from tests.factories.people import make_member, make_members

from . import payloads
from .ledger import make_letter, make_letters, state_of
from .payloads import KEYS, LISTS, PROVIDERS, SECRET, choose, mailgun_signature, post, post_raw

pytestmark = pytest.mark.django_db
# What each provider calls »delivered«, and its ids of a message: as we were given it, as it comes back.
DELIVERED = {
    "mailgun": "delivered",
    "postmark": "Delivery",
    "brevo": "delivered",
    "mailjet": "sent",
    "sparkpost": "delivery",
    "resend": "email.delivered",
    "ses": "Delivery",
}
IDS = {
    "mailgun": ("<20260901.1@mg.example>", "20260901.1@mg.example"),
    "brevo": ("<2026@smtp-relay.example>", "<2026@smtp-relay.example>"),
    "mailjet": ("288230381871384952", "288230381871384952"),
}


@pytest.fixture(params=PROVIDERS)
def provider(request, settings):
    choose(settings, request.param)
    return request.param


@pytest.fixture
def mailgun(settings):
    choose(settings, "mailgun")


@pytest.fixture
def now():
    return timezone.now()


def letter_of(provider):
    return make_letter(make_member(), provider_id=IDS.get(provider, ("abc", "abc"))[0])


def delivered(provider, letter, at, **fields):
    message_id = IDS.get(provider, ("abc", "abc"))[1]
    return payloads.event(
        provider, DELIVERED[provider], make_reference(letter.pk), at, message_id, **fields
    )


def test_takes_the_report_of_every_provider(client, provider, now):
    letter = letter_of(provider)
    answer = post(client, provider, delivered(provider, letter, now), now=now)
    assert (answer.status_code, answer.content) == (200, b"")
    assert state_of(letter) == ("DELIVERED", "")
    assert "sessionid" not in answer.cookies


def test_asks_for_no_csrf_token(provider, now):
    letter = letter_of(provider)
    strict = Client(enforce_csrf_checks=True)
    answer = post(strict, provider, delivered(provider, letter, now), now=now)
    assert answer.status_code == 200


def test_says_that_somebody_is_there(client, provider):
    assert client.head(f"/hooks/mail/{provider}/").status_code == 200


@pytest.mark.parametrize("method", ["get", "put", "delete", "options", "patch"])
def test_answers_no_other_method(client, mailgun, method):
    assert getattr(client, method)("/hooks/mail/mailgun/").status_code == 405


@pytest.mark.parametrize("other", ["postmark", "outbox", "smtp", "x", "MAILGUN", "mailgun%00"])
def test_knows_no_other_provider(client, mailgun, now, other):
    assert post_raw(client, other, b"{}", now=now).status_code == 404


@pytest.mark.parametrize("chosen", ["outbox", "smtp", "scaleway"])
def test_takes_nothing_where_the_provider_does_not_report(client, settings, now, chosen):
    choose(settings, chosen)
    assert post_raw(client, chosen, b"{}", now=now).status_code == 404


def test_takes_nothing_without_a_secret(client, provider, settings, now):
    settings.MAIL_WEBHOOK_SECRET = ""
    answer = post(client, provider, delivered(provider, letter_of(provider), now), now=now)
    assert answer.status_code == client.head(f"/hooks/mail/{provider}/").status_code == 404
    assert DeliveryEvent.objects.count() == 0


@pytest.mark.parametrize("signing", list(KEYS))
def test_takes_nothing_without_the_key_that_signs(client, settings, now, signing):
    choose(settings, signing)
    settings.MAIL_WEBHOOK_KEY = ""
    answer = post(client, signing, delivered(signing, letter_of(signing), now), now=now)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic x",
        "Basic cHJvdmlkZXI6d3Jvbmc=",
        "Basic Tm9uZQ==",
        "Bearer " + SECRET,
        SECRET,
        "Basic \xff",
        "Basic " + "A" * 10_000,
    ],
)
def test_asks_strangers_who_they_are(
    client, provider, now, authorization, django_assert_num_queries
):
    letter = letter_of(provider)
    event = delivered(provider, letter, now)
    with django_assert_num_queries(0):
        answer = post(client, provider, event, now=now, authorization=authorization)
    # Amazon sends its password only when it is asked so.
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Basic realm="reports"')


@pytest.mark.parametrize("signing", list(KEYS))
def test_refuses_a_wrong_signature(client, settings, now, signing, django_assert_num_queries):
    choose(settings, signing)
    event = delivered(signing, letter_of(signing), now)
    settings.MAIL_WEBHOOK_KEY = "whsec_" + "A" * 32
    with django_assert_num_queries(0):
        assert post(client, signing, event, now=now).status_code == 400


def test_refuses_amazons_call_whose_headers_name_another_message(client, settings, now):
    choose(settings, "ses")
    event = delivered("ses", letter_of("ses"), now)
    answer = post(client, "ses", event, now=now, **{"x-amz-sns-message-id": "other"})
    assert answer.status_code == 400


@pytest.mark.parametrize(("hours", "status"), [(8, 200), (23, 200), (25, 400), (-25, 400)])
def test_refuses_an_old_signature_of_mailgun(client, mailgun, now, hours, status):
    signed = now - dt.timedelta(hours=hours)
    event = delivered("mailgun", letter_of("mailgun"), now)
    assert post(client, "mailgun", event, now=signed).status_code == status


def test_does_not_let_a_signature_of_mailgun_be_used_for_another_letter(client, mailgun, now):
    first, second = make_letters(make_members(2), provider_id=IDS["mailgun"][0])
    signature = mailgun_signature(now)
    for letter in (first, second, first):
        body = {**delivered("mailgun", letter, now), "signature": signature}
        post_raw(client, "mailgun", json.dumps(body).encode(), now=now)
    assert [state_of(letter)[0] for letter in (first, second)] == ["DELIVERED", "ACCEPTED"]
    assert DeliveryEvent.objects.count() == 1


def test_refuses_the_form_that_mailgun_once_sent(client, mailgun, now):
    answer = post_raw(
        client,
        "mailgun",
        b"event=delivered&token=a&timestamp=1&signature=b",
        now=now,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 400


def test_refuses_more_than_it_reads(client, provider, now):
    body = b'[{"a": "' + b"x" * (1024 * 1024) + b'"}]'
    assert post_raw(client, provider, body, now=now).status_code == 413
    assert post_raw(client, provider, body * 6, now=now).status_code == 413


def test_refuses_more_than_it_reads_of_a_body_whose_length_nobody_told(rf, mailgun, now):
    auth = base64.b64encode(SECRET.encode()).decode()
    request = rf.post(
        "/",
        b"x" * (1024 * 1024 + 1),
        "application/json",
        headers={"authorization": f"Basic {auth}"},
    )
    assert len(request.body) > 1024 * 1024
    del request.META["CONTENT_LENGTH"]
    assert receive(request, "mailgun").status_code == 413


@pytest.mark.parametrize("name", LISTS)
def test_does_not_let_one_bad_event_lose_the_other_99(client, settings, now, name, caplog):
    choose(settings, name)
    message_id = IDS.get(name, ("abc",))[0]
    letters = make_letters(make_members(99), provider_id=message_id)
    events = [delivered(name, letter, now) for letter in letters]
    for poison in ({"event": {}, "msys": {"a": {}}, "X-Mailin-custom": '{"delivery"'}, 5, [], None):
        with caplog.at_level(logging.WARNING, "newsletters.tracking"):
            answer = post(client, name, [*events[:40], poison, *events[40:]], now=now)
        assert answer.status_code == 200
    assert {state_of(letter)[0] for letter in letters} == {"DELIVERED"}
    assert DeliveryEvent.objects.count() == 99
    assert "1 events could not be read" in caplog.text
    assert "kommune.example" not in caplog.text


def test_refuses_a_call_of_which_nothing_can_be_read(client, provider, now):
    """It comes again, until we can read it."""
    broken = {
        "mailgun": {"event-data": {}},
        "postmark": {"RecordType": "Delivery", "DeliveredAt": 5},
        "brevo": {"event": [], "X-Mailin-custom": '{"delivery": 1}'},
        "mailjet": {},
        "sparkpost": {"msys": 1},
        "resend": {},
        "ses": {"Type": "Notification", "Message": "x"},
    }[provider]
    known = {"MessageId": "sns"} if provider == "ses" else {}
    assert post(client, provider, broken | known, now=now).status_code == 400


def test_takes_a_call_that_holds_nothing_for_us(client, provider, now):
    letter = letter_of(provider)
    event = delivered(provider, letter, now)
    other = json.loads(json.dumps(event).replace(make_reference(letter.pk), "their own"))
    assert post(client, provider, other, now=now).status_code == 200
    assert DeliveryEvent.objects.count() == 0


@pytest.mark.parametrize(("name", "field"), [("brevo", "X-Mailin-custom"), ("mailjet", "Payload")])
@pytest.mark.parametrize("value", ["an order's number", "", '"text"', "7", "[]", "null", "{}"])
def test_takes_a_report_of_other_mail_of_the_same_account(
    client, settings, now, name, field, value
):
    choose(settings, name)
    event = delivered(name, letter_of(name), now, **{field: value})
    assert post(client, name, event, now=now).status_code == 200
    assert DeliveryEvent.objects.count() == 0


@pytest.mark.parametrize("name", LISTS)
def test_takes_an_empty_list(client, settings, now, name):
    choose(settings, name)
    assert post_raw(client, name, b"[]", now=now).status_code == 200


def test_takes_sparkposts_ping(client, settings, now):
    choose(settings, "sparkpost")
    assert post_raw(client, "sparkpost", b'[{"msys": {}}]', now=now).status_code == 200


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_tells_the_provider_to_come_again_when_the_database_is_away(
    client, provider, now, monkeypatch, error
):
    letter = letter_of(provider)
    event = delivered(provider, letter, now)

    def fails(*args, **kwargs):
        raise error("gone")

    with monkeypatch.context() as patch:
        patch.setattr(actions.applying, "apply", fails)
        answer = post(client, provider, event, now=now)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert DeliveryEvent.objects.count() == 0
    assert post(client, provider, event, now=now).status_code == 200
    assert state_of(letter)[0] == "DELIVERED"


def test_tells_the_provider_to_come_again_when_its_library_is_missing(
    client, settings, now, monkeypatch
):
    choose(settings, "ses")
    missing = {"ses": Reader("nowhere.NoView")}
    monkeypatch.setattr("newsletters.tracking.reading.READERS", missing)
    answer = post(client, "ses", {}, now=now)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_does_not_say_yes_to_amazon_by_itself(client, settings, now, caplog):
    choose(settings, "ses")
    url = "https://sns.eu-north-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc"
    asks = {
        "Type": "SubscriptionConfirmation",
        "MessageId": "1",
        "Timestamp": now.isoformat(),
        "SubscribeURL": url,
    }
    with caplog.at_level(logging.WARNING, "newsletters.tracking"):
        assert post(client, "ses", asks, now=now).status_code == 200
    assert url in caplog.text


@pytest.mark.parametrize(
    "url", ["http://evil.example/", "https://sns.x.amazonaws.com.evil.example/?a", "a\nb", 5, None]
)
def test_writes_no_strange_address_into_the_log(client, settings, now, caplog, url):
    choose(settings, "ses")
    asks = {
        "Type": "SubscriptionConfirmation",
        "MessageId": "1",
        "Timestamp": now.isoformat(),
        "SubscribeURL": url,
    }
    with caplog.at_level(logging.WARNING, "newsletters.tracking"):
        assert post(client, "ses", asks, now=now).status_code == 200
    assert caplog.messages == ["To let Amazon SES report, open the console"]


def test_takes_amazons_first_message(client, settings, now):
    choose(settings, "ses")
    first = "Successfully validated SNS topic for Amazon SES event publishing."
    told = {
        "Type": "Notification",
        "MessageId": "1",
        "Timestamp": now.isoformat(),
        "Message": first,
    }
    assert post(client, "ses", told, now=now).status_code == 200


def test_writes_no_address_into_the_log(client, provider, now, caplog):
    letter = make_letter(make_member(), provider_id="another")
    with caplog.at_level(logging.DEBUG):
        post(client, provider, delivered(provider, letter, now), now=now)
        post_raw(client, provider, f"{letter.address} {{".encode(), now=now)
    assert str(letter.pk) in caplog.text
    assert letter.address not in caplog.text
    assert "anna@" not in caplog.text


def test_knows_one_report_however_often_it_comes(client, provider, now):
    letter = letter_of(provider)
    event = delivered(provider, letter, now)
    for _ in range(3):
        post(client, provider, event, now=now)
    # Mailgun and Resend name an event beside the body; the calls here are each signed anew.
    expected = 3 if provider in KEYS else 1
    assert DeliveryEvent.objects.count() == expected
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_takes_nothing_that_amazon_has_not_signed(client, settings, now):
    choose(settings, "ses")
    letter = make_letter(make_member(), provider_id="abc")
    told = payloads.event("ses", "Bounce", make_reference(letter.pk), now, "abc")
    body = json.dumps(told).encode()
    assert post_raw(client, "ses", body, told, now=now).status_code == 400
    assert DeliveryEvent.objects.count() == 0


def test_takes_no_old_message_of_amazons(client, settings, now):
    choose(settings, "ses")
    letter = make_letter(make_member(), provider_id="abc")
    old = now - dt.timedelta(hours=25)
    told = payloads.event("ses", "Bounce", make_reference(letter.pk), old, "abc")
    assert post(client, "ses", told, now=now).status_code == 400
    assert DeliveryEvent.objects.count() == 0


def test_asks_amazon_to_come_again_when_its_certificate_cannot_be_had(
    client, settings, now, monkeypatch
):
    choose(settings, "ses")

    def away(address):
        raise sns.CertificateError("ConnectTimeout")

    monkeypatch.setattr(sns, "public_key", away)
    letter = make_letter(make_member(), provider_id="abc")
    told = payloads.event("ses", "Delivery", make_reference(letter.pk), now, "abc")
    assert post(client, "ses", told, now=now).status_code == 503
