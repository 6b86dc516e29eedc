"""What the tests of signing in share: an empty cache, so that one test's tries do not count in the next."""

import re

import pytest
from django.core.cache import cache

from tests.factories.pages import make_home

CODE = re.compile(r"\b\d{4}-\d{4}\b")


@pytest.fixture(autouse=True)
def _no_tries_yet(db):
    cache.clear()
    make_home()


@pytest.fixture
def code_of(work, letters):
    """Post what waits; the code in the newest letter, and None where there is no code in it."""

    def newest():
        work()
        text = letters()[-1].get_body(("plain",)).get_content()
        found = CODE.search(text)
        return found and found[0]

    return newest


@pytest.fixture
def sign_in(client, code_of):
    """Sign an address in as a person does: the address, the letter, the code."""

    def signed_in(address, *, at="/log-ind/"):
        client.post(at, {"email": address})
        return client.post("/log-ind/kode/", {"code": code_of()})

    return signed_in
