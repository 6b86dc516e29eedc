"""What stands for a delivery outside this database."""

import pytest
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from newsletters.delivery.models import key_of
from newsletters.delivery.tokens import (
    LENGTH,
    TEST,
    make_reference,
    make_token,
    read_reference,
    read_token,
)

DELIVERY = key_of(7, 12_345)


@given(st.integers(0, 2**63 - 1))
def test_reads_back_the_delivery_it_was_made_for(delivery):
    assert read_token(make_token(delivery)) == delivery
    assert read_reference(make_reference(delivery)) == delivery


def test_has_room_for_nothing_but_an_id_and_a_signature():
    assert len(make_token(DELIVERY)) == len(make_reference(TEST)) == LENGTH == 32


@given(position=st.integers(0, LENGTH - 1), letter=st.sampled_from("ABCxyz019-_="))
def test_refuses_a_token_with_one_letter_changed(position, letter):
    token = make_token(DELIVERY)
    changed = token[:position] + letter + token[position + 1 :]
    assert read_token(changed) == (DELIVERY if changed == token else None)


@given(st.text(max_size=60))
def test_refuses_what_we_did_not_make(text):
    assert read_token(text) is None
    assert read_reference(text) is None


@pytest.mark.parametrize("value", [None, 7, b"x" * 32, ["x"] * 32, {}])
def test_refuses_what_is_no_text(value):
    assert read_reference(value) is None


def test_refuses_a_token_made_for_another_purpose():
    assert read_token(make_reference(DELIVERY)) is None
    assert read_reference(make_token(DELIVERY)) is None
    assert read_token(signing.dumps(str(DELIVERY))[:LENGTH]) is None


def test_refuses_a_token_signed_with_another_key(settings):
    token = make_token(DELIVERY)
    settings.SECRET_KEY = "another-key-of-the-same-length-0123456789-abc"
    assert read_token(token) is None


def test_reads_a_token_from_before_the_key_was_changed(settings):
    token = make_token(DELIVERY)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-same-length-0123456789-abc"
    assert read_token(token) == DELIVERY
