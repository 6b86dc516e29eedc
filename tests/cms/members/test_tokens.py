"""The token in a link: random, hashed, and nothing like it passes for it."""

from hypothesis import given
from hypothesis import strategies as st

from cms.members.tokens import hash_of, make_token


def test_knows_a_token_by_its_hash():
    token = make_token()
    assert hash_of(token) == hash_of(token)
    assert token not in (hash_of(token) or "")


def test_makes_no_token_twice():
    assert len({make_token() for _ in range(1000)}) == 1000


def test_holds_256_bits():
    assert {len(make_token()) for _ in range(100)} == {43}


@given(st.text(max_size=80))
def test_takes_no_other_text_for_one(text):
    assert hash_of(text) is None or len(text) == 43


def test_knows_none_of_a_thousand_that_differ_by_a_letter():
    token = make_token()
    for place in range(len(token)):
        for letter in "aZ09_-":
            other = token[:place] + letter + token[place + 1 :]
            assert other == token or hash_of(other) != hash_of(token)
