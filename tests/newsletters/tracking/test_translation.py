"""Each provider's words in ours, as they come through Anymail."""

import datetime as dt
import hashlib

import pytest
from anymail.signals import AnymailTrackingEvent, EventType
from hypothesis import given
from hypothesis import strategies as st

from newsletters.delivery.tokens import make_reference
from newsletters.tracking.reading import READERS, _view
from newsletters.tracking.translation import (
    COMMON,
    MOST_WORDS,
    bare,
    impersonal,
    is_not_the_address,
    translate,
)

from . import payloads
from .ledger import NOW
from .payloads import PROVIDERS, choose

REFERENCE = make_reference(7)
FULL = {"says": "552 5.2.2 Mailbox full"}


def read(settings, provider, word, **fields):
    choose(settings, provider)
    fields = {"at": NOW, "message_id": "1", **fields}
    event = payloads.event(provider, word, REFERENCE, **fields)
    if provider == "mailgun":
        event["signature"] = {"token": "t"}
    reader = READERS[provider]

    class Request:
        headers = {"svix-id": "msg_1"}

    (found,) = reader.events(_view(reader), event, Request())
    return translate(provider, found, now=NOW)


@pytest.mark.parametrize(
    ("provider", "word", "extra", "kind"),
    [
        ("mailgun", "accepted", {}, "accepted"),
        ("mailgun", "delivered", {}, "delivered"),
        ("mailgun", "failed", {"severity": "temporary", "reason": "generic"}, "deferred"),
        ("mailgun", "failed", {"severity": "permanent", "reason": "bounce"}, "bounced"),
        ("mailgun", "failed", {"severity": "permanent", "reason": "suppress-bounce"}, "bounced"),
        ("mailgun", "failed", {"severity": "permanent", "reason": "generic"}, "soft_bounced"),
        ("mailgun", "failed", {"severity": "permanent", "reason": "espblock"}, "soft_bounced"),
        ("mailgun", "failed", {"severity": "permanent", "reason": "old"}, "soft_bounced"),
        ("mailgun", "failed", {"severity": "permanent"}, "soft_bounced"),
        (
            "mailgun",
            "failed",
            {"severity": "permanent", "reason": "suppress-complaint"},
            "complained",
        ),
        (
            "mailgun",
            "failed",
            {"severity": "permanent", "reason": "suppress-unsubscribe"},
            "unsubscribed",
        ),
        ("mailgun", "rejected", {"reject": {"reason": "x"}}, "dropped"),
        ("mailgun", "complained", {}, "complained"),
        ("mailgun", "unsubscribed", {}, "unsubscribed"),
        ("mailgun", "opened", {}, None),
        ("mailgun", "clicked", {}, None),
        ("mailgun", "stored", {}, None),
        ("postmark", "Delivery", {}, "delivered"),
        ("postmark", "Bounce", {"Type": "HardBounce"}, "bounced"),
        ("postmark", "Bounce", {"Type": "BadEmailAddress"}, "bounced"),
        ("postmark", "Bounce", {"Type": "SoftBounce"}, "soft_bounced"),
        ("postmark", "Bounce", {"Type": "Blocked"}, "soft_bounced"),
        ("postmark", "Bounce", {"Type": "Transient"}, "deferred"),
        ("postmark", "Bounce", {"Type": "DnsError"}, "deferred"),
        ("postmark", "Bounce", {"Type": "ManuallyDeactivated"}, "dropped"),
        ("postmark", "Bounce", {"Type": "DMARCPolicy"}, "dropped"),
        ("postmark", "Bounce", {"Type": "VirusNotification"}, "dropped"),
        ("postmark", "Bounce", {"Type": "AutoResponder"}, None),
        ("postmark", "Bounce", {"Type": "Unknown"}, None),
        ("postmark", "SpamComplaint", {"Type": "SpamComplaint"}, "complained"),
        (
            "postmark",
            "SubscriptionChange",
            {"SuppressionReason": "ManualSuppression", "Origin": "Recipient"},
            "unsubscribed",
        ),
        (
            "postmark",
            "SubscriptionChange",
            {"SuppressionReason": "ManualSuppression", "Origin": "Customer"},
            None,
        ),
        (
            "postmark",
            "SubscriptionChange",
            {"SuppressionReason": "HardBounce", "Origin": "Recipient"},
            "bounced",
        ),
        ("postmark", "SubscriptionChange", {"SuppressSending": False, "Origin": "Recipient"}, None),
        ("postmark", "Open", {}, None),
        ("postmark", "Click", {}, None),
        ("brevo", "request", {}, "accepted"),
        ("brevo", "deferred", {}, "deferred"),
        ("brevo", "delivered", {}, "delivered"),
        ("brevo", "hard_bounce", {}, "bounced"),
        ("brevo", "invalid_email", {}, "bounced"),
        ("brevo", "soft_bounce", {}, "soft_bounced"),
        ("brevo", "blocked", {}, "dropped"),
        ("brevo", "error", {}, "dropped"),
        ("brevo", "spam", {}, "complained"),
        ("brevo", "unsubscribe", {}, "unsubscribed"),
        ("brevo", "unique_opened", {}, None),
        ("brevo", "proxy_open", {}, None),
        ("brevo", "click", {}, None),
        ("mailjet", "sent", {}, "delivered"),
        ("mailjet", "bounce", {"hard_bounce": True, "error": "user unknown"}, "bounced"),
        ("mailjet", "bounce", {"hard_bounce": False, "error": "quota exceeded"}, "soft_bounced"),
        ("mailjet", "bounce", {"hard_bounce": False, "error": "greylisted"}, "deferred"),
        ("mailjet", "bounce", {}, "soft_bounced"),
        ("mailjet", "blocked", {"error": "user unknown"}, "bounced"),
        ("mailjet", "blocked", {"error": "preblocked"}, "dropped"),
        ("mailjet", "blocked", {"error": "spam reporter"}, "complained"),
        ("mailjet", "blocked", {}, "dropped"),
        ("mailjet", "spam", {}, "complained"),
        ("mailjet", "unsub", {}, "unsubscribed"),
        ("mailjet", "open", {}, None),
        ("mailjet", "click", {}, None),
        ("sparkpost", "injection", {}, "accepted"),
        ("sparkpost", "delay", {"bounce_class": "21"}, "deferred"),
        ("sparkpost", "delivery", {}, "delivered"),
        ("sparkpost", "bounce", {"bounce_class": "10"}, "bounced"),
        ("sparkpost", "out_of_band", {"bounce_class": "30"}, "bounced"),
        ("sparkpost", "bounce", {"bounce_class": "22"}, "soft_bounced"),
        ("sparkpost", "bounce", {"bounce_class": "50"}, "soft_bounced"),
        ("sparkpost", "bounce", {"bounce_class": "1"}, "soft_bounced"),
        ("sparkpost", "bounce", {"bounce_class": "60"}, None),
        ("sparkpost", "bounce", {"bounce_class": "90"}, "unsubscribed"),
        ("sparkpost", "policy_rejection", {"bounce_class": "25"}, "dropped"),
        ("sparkpost", "generation_failure", {}, "dropped"),
        ("sparkpost", "spam_complaint", {}, "complained"),
        ("sparkpost", "list_unsubscribe", {}, "unsubscribed"),
        ("sparkpost", "open", {}, None),
        ("sparkpost", "initial_open", {}, None),
        ("sparkpost", "amp_click", {}, None),
        ("resend", "email.sent", {}, "accepted"),
        ("resend", "email.delivered", {}, "delivered"),
        ("resend", "email.delivery_delayed", {}, "deferred"),
        ("resend", "email.bounced", {"type": "Permanent"}, "bounced"),
        ("resend", "email.bounced", {"type": "Transient"}, "soft_bounced"),
        ("resend", "email.bounced", {"type": "Undetermined"}, "soft_bounced"),
        ("resend", "email.failed", {}, "dropped"),
        ("resend", "email.complained", {}, "complained"),
        ("resend", "email.opened", {}, None),
        ("resend", "email.clicked", {}, None),
        ("resend", "contact.created", {}, None),
        ("ses", "Send", {}, "accepted"),
        ("ses", "Delivery", {}, "delivered"),
        ("ses", "DeliveryDelay", {}, "deferred"),
        ("ses", "Bounce", {"type": "Permanent"}, "bounced"),
        ("ses", "Bounce", {"type": "Transient"}, "soft_bounced"),
        ("ses", "Bounce", {"type": "Undetermined"}, "soft_bounced"),
        ("ses", "Reject", {}, "dropped"),
        ("ses", "Complaint", {"type": "abuse"}, "complained"),
        ("ses", "Complaint", {"type": "not-spam"}, None),
        ("ses", "Open", {}, None),
        ("ses", "Click", {}, None),
        ("ses", "Subscription", {}, None),
    ],
)
def test_translates(settings, provider, word, extra, kind):
    found = read(settings, provider, word, **extra)
    assert (found and found.kind.value) == kind


HARD = {
    "mailgun": ("failed", {"severity": "permanent", "reason": "bounce"}),
    "postmark": ("Bounce", {"Type": "HardBounce"}),
    "brevo": ("hard_bounce", {}),
    "mailjet": ("bounce", {"hard_bounce": True}),
    "sparkpost": ("bounce", {"bounce_class": "10"}),
    "ses": ("Bounce", {"type": "Permanent"}),
    "resend": ("email.bounced", {"type": "Permanent"}),
}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_takes_a_full_mailbox_for_no_dead_address(settings, provider):
    word, extra = HARD[provider]
    assert read(settings, provider, word, **extra, **FULL).kind == "soft_bounced"
    dead = read(settings, provider, word, **extra, says="550 5.1.1 anna@kommune.example unknown")
    assert (dead.kind, dead.words) == ("bounced", "550 5.1.1 … unknown")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_carries_what_the_provider_says(settings, provider):
    word, extra = HARD[provider]
    found = read(settings, provider, word, message_id="42", says="550 no", **extra)
    assert (found.provider, found.reference, found.message_id) == (provider, REFERENCE, "42")
    assert (found.words, abs(found.occurred_at - NOW) < dt.timedelta(seconds=1)) == ("550 no", True)


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("550 5.7.1 Message rejected as spam", True),
        ("552 5.2.2 Mailbox full", True),
        ("5.2.3 Message too large", True),
        ("552-5.3.4 too large", True),
        ("smtp; 450 4.4.7 expired", True),
        ("550 5.1.1 No such user", False),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound", False),
        ("550 5.4.1 Recipient address rejected: Access denied", False),
        ("550 5.2.1 Mailbox disabled", False),
        ("550 5.1.1. No such user", False),
        ("host 5.7.1.2 said no", False),
        ("host [185.7.1.9] said no", False),
        ("", False),
    ],
)
def test_tells_a_dead_address_from_unwelcome_mail(words, other):
    assert is_not_the_address(words) is other


def event(**fields):
    fields = {
        "event_type": EventType.DELIVERED,
        "timestamp": NOW,
        "metadata": {"delivery": REFERENCE},
        "message_id": "<a>",
        **fields,
    }
    return AnymailTrackingEvent(**fields)


@pytest.mark.parametrize(
    ("age", "is_taken"),
    [
        (dt.timedelta(days=-1), True),
        (dt.timedelta(days=-1, seconds=-1), False),
        (dt.timedelta(days=7), True),
        (dt.timedelta(days=7, seconds=1), False),
        (dt.timedelta(days=36_500), False),
    ],
)
def test_takes_only_what_is_news(age, is_taken):
    assert (translate("mailgun", event(timestamp=NOW - age), now=NOW) is not None) is is_taken


def test_lets_nothing_happen_in_the_future():
    found = translate("mailgun", event(timestamp=NOW + dt.timedelta(hours=5)), now=NOW)
    assert found.occurred_at == NOW


def test_takes_a_time_without_a_zone_as_utc_and_no_time_as_now():
    plain = NOW.astimezone(dt.UTC).replace(tzinfo=None)
    assert translate("mailgun", event(timestamp=plain), now=NOW).occurred_at == NOW
    assert translate("mailgun", event(timestamp=None), now=NOW).occurred_at == NOW


@pytest.mark.parametrize(
    "metadata", [None, {}, [], "x", {"delivery": None}, {"delivery": 7}, {"delivery": [REFERENCE]}]
)
def test_is_nothing_to_us_without_our_reference(metadata):
    assert translate("mailgun", event(metadata=metadata), now=NOW) is None


def key(provider="brevo", **fields):
    return translate(provider, event(**fields), now=NOW).key


def test_knows_a_report_by_the_providers_own_id_of_it():
    assert key(event_id="1") == hashlib.sha256(b"brevo\x001").hexdigest()
    assert key(event_id="1") == key(event_id="1", event_type=EventType.BOUNCED, timestamp=None)
    assert len({key(event_id="1"), key(event_id="2"), key("mailgun", event_id="1")}) == 3


def test_knows_a_report_without_an_id_by_what_it_says():
    other = {"delivery": make_reference(8)}
    assert key() == key()
    keys = [
        key(),
        key(event_type=EventType.DEFERRED),
        key(message_id="b"),
        key(metadata=other),
        key(timestamp=NOW - dt.timedelta(seconds=1)),
        key(timestamp=None),
    ]
    assert len(set(keys)) == len(keys)


def test_knows_a_report_of_no_time_again():
    later = NOW + dt.timedelta(hours=1)
    again = translate("brevo", event(timestamp=None), now=later)
    assert again.key == key(timestamp=None)


@pytest.mark.parametrize("given", ["<a@b>", " <a@b> ", "a@b", "a@b\n"])
def test_bares_a_message_id(given):
    assert bare(given) == "a@b"


@pytest.mark.parametrize("given", [None, "", "<>", 0])
def test_bares_nothing(given):
    assert bare(given) == ""


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("550 <anna.berg@kommune.example>: unknown", "550 … unknown"),
        ("550 user anna.berg is unknown; ANNA.BERG!", "550 user … is unknown; …!"),
        ("to=anna.berg=kommune.example@bounce.example", "…"),
        ("one\r\ntwo\x00\x1b[31m\u202ethree\ud800", "one two [31m three"),
        ("annabelle berg", "annabelle berg"),
        ("", ""),
    ],
)
def test_keeps_the_words_without_the_person(words, plain):
    assert impersonal(words, "Anna.Berg@kommune.example") == plain


@given(st.text(), st.text())
def test_keeps_any_words_short_and_printable(words, recipient):
    kept = impersonal(words, recipient)
    assert len(kept) <= MOST_WORDS
    assert kept.isprintable()
    assert "@" not in kept


def test_reads_long_words_at_once():
    assert impersonal("x" * 1_000_000, "y" * 1_000_000) == "x" * MOST_WORDS


def test_never_keeps_what_people_read_and_click():
    assert EventType.OPENED not in COMMON
    assert EventType.CLICKED not in COMMON
