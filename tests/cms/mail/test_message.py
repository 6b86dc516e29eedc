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
    check_header,
    hides_something,
    merged,
    single,
)
from cms.mail.placeholders import placeholder
from cms.mail.providers import PROVIDERS

BREAKS = ["\r\n", "\n", "\r", "\x00", "\x1f", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"]
ANNA = Recipient(
    id="id-of-anna",
    address="anna@kommune.example",
    fields={"greeting": "Kære Anna"},
    headers={"List-Unsubscribe": "<https://network.example/afmeld/a/>"},
)
BO = Recipient(
    id="id-of-bo",
    address="bo@kommune.example",
    fields={"greeting": "Kære Bo"},
    headers={"List-Unsubscribe": "<https://network.example/afmeld/b/>"},
)


def content(**fields):
    fields.setdefault("subject", "Nyt fra netværket")
    fields.setdefault("html", f"<p>{placeholder('greeting')}</p>")
    fields.setdefault("text", f"{placeholder('greeting')}\n")
    fields.setdefault("sender", "Netværket <brev@network.example>")
    fields.setdefault("headers", {"List-Id": "<nyhedsbrev.network.example>"})
    return Content(**fields)


def test_makes_one_message_that_the_provider_merges():
    message = merged(content(), [ANNA, BO], PROVIDERS["mailgun"])
    assert message.subject == "Nyt fra netværket"
    assert message.from_email == "Netværket <brev@network.example>"
    assert message.to == ["anna@kommune.example", "bo@kommune.example"]
    assert message.body == "%recipient.greeting%\n"
    assert [tuple(part) for part in message.alternatives] == [
        ("<p>%recipient.greeting%</p>", "text/html")
    ]
    assert message.extra_headers == {"List-Id": "<nyhedsbrev.network.example>"}
    assert message.merge_data == {person.address: person.fields for person in (ANNA, BO)}
    assert message.merge_headers == {person.address: person.headers for person in (ANNA, BO)}


def test_fills_in_one_message_for_one_recipient():
    message = single(content(reply_to="svar@network.example"), ANNA, PROVIDERS["smtp"])
    assert message.to == ["anna@kommune.example"]
    assert message.reply_to == ["svar@network.example"]
    assert message.body == "Kære Anna\n"
    assert [tuple(part) for part in message.alternatives] == [("<p>Kære Anna</p>", "text/html")]
    assert message.extra_headers == {
        "List-Id": "<nyhedsbrev.network.example>",
        "List-Unsubscribe": "<https://network.example/afmeld/a/>",
    }


def test_leaves_the_content_as_it_was_for_the_next_recipient():
    shared = content()
    single(shared, ANNA, PROVIDERS["smtp"])
    assert shared.headers == {"List-Id": "<nyhedsbrev.network.example>"}


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda provider: provider.name)
def test_tells_a_provider_ids_and_nothing_else(provider):
    one = single(content(), ANNA, provider)
    assert one.metadata == ({"delivery": "id-of-anna"} if provider.metadata else UNSET)
    if provider.merges:
        many = merged(content(), [ANNA, BO], provider)
        assert many.merge_metadata == {
            "anna@kommune.example": {"delivery": "id-of-anna"},
            "bo@kommune.example": {"delivery": "id-of-bo"},
        }
        assert many.tags == UNSET


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda provider: provider.name)
def test_switches_the_tracking_of_a_provider_off(provider):
    message = single(content(), ANNA, provider)
    switch = False if provider.track_off else UNSET
    assert (message.track_opens, message.track_clicks) == (switch, switch)


@pytest.mark.parametrize("broken", BREAKS, ids=ascii)
@pytest.mark.parametrize(
    "place", ["subject", "sender", "reply_to", "header name", "header value", "own", "address"]
)
def test_refuses_a_control_character_in_every_header(broken, place):
    injected = f"x{broken}Bcc: e@e.dk"
    letter, person = content(), ANNA
    if place in ("subject", "sender", "reply_to"):
        letter = content(**{place: injected})
    elif place == "header name":
        letter = content(headers={injected: "x"})
    elif place == "header value":
        letter = content(headers={"List-Id": injected})
    elif place == "own":
        person = Recipient("1", ANNA.address, ANNA.fields, {"List-Unsubscribe": injected})
    else:
        person = Recipient("1", f"a@b.dk{broken}", ANNA.fields, {})
    with pytest.raises(UnsafeHeaderError):
        single(letter, person, PROVIDERS["smtp"])
    with pytest.raises(UnsafeHeaderError):
        merged(letter, [BO, person], PROVIDERS["mailgun"])


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
