"""From a letter and its recipients to the message that is handed over."""

from unicodedata import category

import pytest
from anymail.utils import UNSET
from hypothesis import given
from hypothesis import strategies as st

from cms.mail.message import (
    Content,
    Recipient,
    UnsafeHeaderError,
    check_address,
    check_content,
    check_header,
    fields_in_headers,
    hides_something,
    in_syntax_of,
    is_safe,
    merged,
    single,
)
from cms.mail.placeholders import placeholder
from cms.mail.providers import PROVIDERS, Settling

BREAKS = ["\r\n", "\n", "\r", "\x00", "\x1f", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"]
ANNA = Recipient(
    id=1,
    ref="ref-of-anna",
    address="anna@kommune.example",
    fields={"greeting": "Kære Anna", "unsubscribe_url": "https://network.example/afmeld/a/"},
)
BO = Recipient(
    id=2,
    ref="ref-of-bo",
    address="bo@kommune.example",
    fields={"greeting": "Kære Bo", "unsubscribe_url": "https://network.example/afmeld/b/"},
)


def content(**fields):
    fields.setdefault("subject", "Nyt fra netværket")
    fields.setdefault("html", f"<p>{placeholder('greeting')}</p>")
    fields.setdefault("text", f"{placeholder('greeting')}\n")
    fields.setdefault("sender", "Netværket <brev@network.example>")
    fields.setdefault("headers", {"List-Id": "<nyhedsbrev.network.example>"})
    way = f"<{placeholder('unsubscribe_url')}>"
    fields.setdefault("own_headers", {"List-Unsubscribe": way})
    return Content(**fields)


def many(provider, *people):
    return merged(in_syntax_of(provider, content()), people, provider, key="key-of-batch")


def test_makes_one_message_that_the_provider_merges():
    message = many(PROVIDERS["brevo"], ANNA, BO)
    assert message.subject == "Nyt fra netværket"
    assert message.from_email == "Netværket <brev@network.example>"
    assert [to.addr_spec for to in message.to] == ["anna@kommune.example", "bo@kommune.example"]
    assert message.body == "{{params.greeting}}\n"
    assert [tuple(part) for part in message.alternatives] == [
        ("<p>{{params.greeting}}</p>", "text/html")
    ]
    assert message.merge_data == {person.address: person.fields for person in (ANNA, BO)}
    assert message.merge_headers == {
        "anna@kommune.example": {"List-Unsubscribe": "<https://network.example/afmeld/a/>"},
        "bo@kommune.example": {"List-Unsubscribe": "<https://network.example/afmeld/b/>"},
    }


def test_lets_a_provider_that_can_merge_headers_too():
    message = many(PROVIDERS["mailgun"], ANNA, BO)
    assert message.body == "%recipient.greeting%\n"
    assert message.extra_headers == {
        "List-Id": "<nyhedsbrev.network.example>",
        "List-Unsubscribe": "<%recipient.unsubscribe_url%>",
    }


def test_fills_in_one_message_for_one_recipient():
    message = single(content(reply_to="svar@network.example"), ANNA, PROVIDERS["smtp"], key="k")
    assert [to.addr_spec for to in message.to] == ["anna@kommune.example"]
    assert message.reply_to == ["svar@network.example"]
    assert message.body == "Kære Anna\n"
    assert [tuple(part) for part in message.alternatives] == [("<p>Kære Anna</p>", "text/html")]
    assert message.extra_headers == {
        "List-Id": "<nyhedsbrev.network.example>",
        "List-Unsubscribe": "<https://network.example/afmeld/a/>",
    }


def test_leaves_the_content_as_it_was_for_the_next_recipient():
    shared = content()
    single(shared, ANNA, PROVIDERS["smtp"], key="k")
    assert shared.headers == {"List-Id": "<nyhedsbrev.network.example>"}


every_provider = pytest.mark.parametrize(
    "provider", PROVIDERS.values(), ids=lambda provider: provider.name
)


@every_provider
def test_tells_a_provider_references_and_nothing_else(provider):
    one = single(content(), ANNA, provider, key="k")
    assert one.metadata == ({"delivery": "ref-of-anna"} if provider.metadata else UNSET)
    if (provider.merges or provider.packs) and not provider.merges_headers:
        assert many(provider, ANNA, BO).merge_metadata == {
            "anna@kommune.example": {"delivery": "ref-of-anna"},
            "bo@kommune.example": {"delivery": "ref-of-bo"},
        }


@every_provider
def test_says_by_what_a_batch_is_found_or_known_again(provider):
    message = many(provider, ANNA, BO)
    is_found = provider.settling is Settling.LOOKUP
    assert message.tags == (["key-of-batch"] if is_found else UNSET)
    is_known = provider.settling is Settling.KEY
    assert getattr(message, "idempotency_key", "") == ("key-of-batch" if is_known else "")
    in_headers = message.extra_headers.get("idempotencyKey")
    assert in_headers == ("key-of-batch" if provider.name == "brevo" else None)


@every_provider
def test_switches_the_tracking_of_a_provider_off(provider):
    switch = False if provider.track_off else UNSET
    for message in (single(content(), ANNA, provider, key="k"), many(provider, ANNA)):
        assert (message.track_opens, message.track_clicks) == (switch, switch)


@pytest.mark.parametrize("broken", BREAKS, ids=ascii)
@pytest.mark.parametrize(
    "place", ["subject", "sender", "reply_to", "name", "value", "own name", "own value"]
)
def test_refuses_a_control_character_in_every_header(broken, place):
    injected = f"x{broken}Bcc: e@e.dk"
    headers = {injected: "x"} if place.endswith("name") else {"List-Id": injected}
    field = "own_headers" if place.startswith("own") else "headers"
    letter = content(**({place: injected} if "_" in place or place[0] == "s" else {field: headers}))
    with pytest.raises(UnsafeHeaderError):
        check_content(letter)


@pytest.mark.parametrize("broken", BREAKS, ids=ascii)
def test_finds_a_recipient_who_would_become_two_or_bring_a_header(broken):
    in_headers = fields_in_headers(content())
    assert in_headers == {"unsubscribe_url"}
    assert is_safe(ANNA, in_headers) is True
    assert is_safe(ANNA._replace(address=f"a@b.dk{broken}"), in_headers) is False
    injected = {**ANNA.fields, "unsubscribe_url": f"x{broken}Bcc: e@e.dk"}
    assert is_safe(ANNA._replace(fields=injected), in_headers) is False


@pytest.mark.parametrize(
    "address",
    ["", "a@b.dk,e@e.dk", "a@b.dk e@e.dk", "Anna <a@b.dk>", "a@b.dk;e@e.dk", "Group:a@b.dk;"],
)
def test_refuses_more_than_one_bare_address_for_one_recipient(address):
    with pytest.raises(UnsafeHeaderError):
        check_address(address)


@given(st.text())
def test_lets_a_header_through_only_without_control_characters(value):
    bad = any(category(c) in ("Cc", "Cs", "Zl", "Zp") for c in value)
    try:
        check_header(value)
    except UnsafeHeaderError:
        assert bad is True
    else:
        assert bad is False
        assert len(value.splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Nyt fra netværket 🌱", False),
        ("👩\u200d🔧 på værkstedet", False),
        ("»Skat«\u202egro.live", True),
        ("\u2066abc\u2069", True),
        ("linje\nto", True),
        ("\ue000name\ue001", True),
        ("", False),
    ],
)
def test_finds_characters_that_are_not_seen_but_change_what_is(text, hidden):
    assert hides_something(text) is hidden
