"""How answers are kept and sent."""

import gzip
import time

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.caching import keeping
from cms.caching.keeping import MOST_WISHES, Kept, Shelf, best_coding, is_among


def kept(body=b"side" * 100, *, number=1, seconds=60.0):
    return Kept(number, time.time() + seconds, {"Content-Type": "text/html"}, body)


def key(number):
    return ("https", "a.example", f"/{number}/", "", "da")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("BR", "br"),
        ("identity", ""),
        ("brotli,x;;;=", ""),
    ],
)
def test_takes_the_best_coding_that_a_browser_knows(accepted, coding):
    assert best_coding(accepted) == coding


@given(accepted=st.text(max_size=200))
def test_reads_any_header(accepted):
    assert best_coding(accepted) in ("", "br", "gzip")
    is_among('"x"', accepted)


def test_codes_what_it_sends_as_it_says():
    one = kept()
    assert brotli.decompress(one.in_coding("br")) == one.body
    assert gzip.decompress(one.in_coding("gzip")) == one.body


def test_sends_no_body_to_who_asks_for_the_head_alone():
    sent = kept().sent({"REQUEST_METHOD": "HEAD"})
    assert (sent.body, dict(sent.headers)["Content-Length"]) == (b"", "400")


def test_is_not_filled_by_wishes_of_all_kinds():
    page = kept()
    for number in range(MOST_WISHES * 3):
        page.sent({"REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": f"br;q=0.{number}"})
    assert len(page.ready) <= MOST_WISHES


@pytest.mark.parametrize(
    ("asked", "has_it"), [('"a"', True), ('W/"a", "b"', True), ("*", True), ('"b"', False)]
)
def test_knows_what_the_reader_has(asked, has_it):
    assert is_among('"a"', asked) is has_it


def test_finds_nothing_of_another_version_and_nothing_too_old():
    shelf = Shelf()
    shelf.keep(key(1), kept(number=1))
    shelf.keep(key(2), kept(number=1, seconds=-1))
    assert shelf.find(key(1), 1)
    assert shelf.find(key(1), 2) is None
    assert shelf.find(key(2), 1) is None


def test_keeps_no_more_than_it_has_room_for(monkeypatch):
    monkeypatch.setattr(keeping, "MOST_OCTETS", 1000)
    shelf = Shelf()
    for number in range(20):
        shelf.keep(key(number), kept())
    assert list(shelf.answers) == [key(18), key(19)]
    assert shelf.octets == 800
