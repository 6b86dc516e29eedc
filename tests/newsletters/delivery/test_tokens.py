"""The token of an unsubscribe link."""

import uuid

from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from newsletters.delivery.tokens import LENGTH, make_token, read_token

DELIVERY = uuid.UUID("6f1c0ad4-0000-4000-8000-0123456789ab")


def test_reads_back_the_delivery_it_was_made_for():
    assert read_token(make_token(DELIVERY)) == DELIVERY


def test_has_room_for_nothing_but_an_id_and_a_signature():
    assert len(make_token(DELIVERY)) == LENGTH == 44


@given(position=st.integers(0, LENGTH - 1), letter=st.sampled_from("ABCxyz019-_="))
def test_refuses_a_token_with_one_letter_changed(position, letter):
    token = make_token(DELIVERY)
    changed = token[:position] + letter + token[position + 1 :]
    assert read_token(changed) == (DELIVERY if changed == token else None)


@given(st.text(max_size=60))
def test_refuses_what_we_did_not_make(text):
    assert read_token(text) is None


def test_refuses_a_token_made_for_another_purpose():
    assert read_token(signing.dumps(str(DELIVERY))[:LENGTH]) is None


def test_refuses_a_token_signed_with_another_key(settings):
    token = make_token(DELIVERY)
    settings.SECRET_KEY = "another-key-of-the-same-length-0123456789-abc"
    assert read_token(token) is None
