"""What may stand in a service letter: plain values only, bounded and harmless."""

import datetime as dt

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from cms.mail.message import hides_something
from cms.mail.values import (
    LONGEST,
    LONGEST_TEXT,
    MOST_ITEMS,
    ForeignLinkError,
    LetterValuesError,
    clean,
    link,
    words,
)

NOON = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)


def test_takes_each_value_that_is_asked_for():
    sample = {"name": "Anna", "page_url": "/a/", "seats": 3, "begins_at": NOON, "changes": ["Sted"]}
    given_now = {
        "name": "Bo",
        "page_url": "/dage/maj/",
        "seats": 0,
        "begins_at": NOON,
        "changes": ["Lokale 2", "Kl. 9.30"],
    }
    assert clean(sample, given_now) == {**given_now, "page_url": "http://testserver/dage/maj/"}


def test_takes_none_for_a_value_that_is_not_there():
    assert clean({"name": "Anna"}, {"name": None}) == {"name": None}


def test_takes_words_that_are_translated_late():
    assert clean({"name": "Anna"}, {"name": gettext_lazy("Danish")}) == {"name": "Dansk"}


@pytest.mark.parametrize("given_now", [{}, {"name": "a", "more": "b"}, {"other": "a"}])
def test_refuses_other_values_than_are_asked_for(given_now):
    with pytest.raises(LetterValuesError):
        clean({"name": "Anna"}, given_now)


@pytest.mark.parametrize("value", [3, object(), ["a"], {"a": 1}, b"a", NOON, True])
def test_refuses_a_value_of_another_type(value):
    with pytest.raises(LetterValuesError):
        clean({"name": "Anna"}, {"name": value})


@pytest.mark.parametrize("value", ["3", 3.0, True])
def test_refuses_what_is_no_number(value):
    with pytest.raises(LetterValuesError):
        clean({"seats": 3}, {"seats": value})


def test_refuses_a_list_of_something_else_than_text():
    with pytest.raises(LetterValuesError):
        clean({"changes": ["a"]}, {"changes": ["a", object()]})


def test_cuts_a_long_list():
    assert len(clean({"changes": ["a"]}, {"changes": ["b"] * 1000})["changes"]) == MOST_ITEMS


def test_forgets_that_somebody_called_a_text_safe():
    kept = clean({"name": "Anna"}, {"name": mark_safe("<b>Køb nu</b>")})["name"]
    assert type(kept) is str


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Anna Berg", "Anna Berg"),
        ("a\x00b\x1bc\x85d", "abc d"),
        ("to\r\nBcc: x@y.dk", "to Bcc: x@y. dk"),
        ("  a \t b ", "a b"),
        ("gro\u202elive", "grolive"),
        ("\ue000greeting\ue001", "greeting"),
        ("\ud800", ""),
        ("Anna https://evil.example/?a=b Berg", "Anna Berg"),
        ("HTTP://EVIL.EXAMPLE", ""),
        ("www.evil.example køb", "køb"),
        ("javascript://x", ""),
        ("besøg evil.example nu", "besøg evil. example nu"),
        ("Kl. 9.30, lokale 2.14", "Kl. 9.30, lokale 2.14"),
        ("x" * 1000, "x" * (LONGEST - 1) + "…"),
        ("x" * LONGEST, "x" * LONGEST),
    ],
    ids=ascii,
)
def test_makes_a_line_harmless(text, kept):
    assert words(text) == kept


@given(text=st.text(max_size=600))
def test_makes_any_text_a_bounded_line(text):
    kept = words(text)
    assert len(kept) <= LONGEST
    assert not hides_something(kept)
    assert "://" not in kept


@pytest.mark.parametrize("address", ["/dage/", "http://testserver/dage/?a=b&c=d#e"])
def test_takes_a_link_to_this_site(address):
    assert link(address).startswith("http://testserver/dage/")


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        "javascript:alert(1)",
        "",
        "dage/",
        '/a"onclick="x',
        "/a b",
        "/a\r\nBcc: x",
        "/a\x00",
        "/<script>",
        "/é",
        "/" + "a" * 3000,
    ],
    ids=lambda address: ascii(address[:30]),
)
def test_refuses_every_other_link(address):
    with pytest.raises(ForeignLinkError):
        link(address)


def test_takes_a_path_for_a_path_however_odd():
    assert link("//evil.example/") == "http://testserver//evil.example/"


PROSE = {"letter_text": "Hej"}


def prose(written):
    return clean(PROSE, {"letter_text": written})["letter_text"]


def test_keeps_the_lines_of_what_a_person_wrote():
    written = "Hej Bo\r\n\r\n\r\n\r\n  Kl. 10.30, mødet d. 3.marts.\t\nHilsen"
    assert prose(written) == "Hej Bo\n\nKl. 10.30, mødet d. 3. marts.\nHilsen"


@pytest.mark.parametrize(
    ("written", "harmless"),
    [
        ("https://odense.dk/klima", "odense. dk/klima"),
        ("HTTP://Evil.example", "Evil. example"),
        ("www.evil.dk", "evil. dk"),
        ("web2.dk og a-1.dk", "web2. dk og a-1. dk"),
        ("mailto:e@evil.dk", "e@evil. dk"),
        ("evil。dk", "evil. dk"),
        ("https://www.https://evil.dk", "evil. dk"),
    ],
)
def test_makes_no_link_of_what_a_person_wrote_and_takes_no_word_out(written, harmless):
    assert prose(written) == harmless


def test_bounds_what_a_person_wrote():
    assert len(prose("æ" * 10_000)) == LONGEST_TEXT
    assert prose("a\x00b\u202ec\ud800\x1b[1m") == "abc[1m"


@given(st.text())
def test_holds_nothing_that_hides_or_links_whatever_a_person_wrote(written):
    kept = prose(written)
    assert not any(hides_something(line) for line in kept.split("\n"))
    assert "://" not in kept or not any(
        kept.lower().split("://")[0].endswith(name) for name in ("http", "https", "ftp")
    )
