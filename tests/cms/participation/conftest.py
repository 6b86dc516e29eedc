"""What the tests of participation share: a front page, an empty cache, somebody who is signed in."""

import pytest
from django.core.cache import cache

from cms.accounts.actions import open_account
from tests.factories.pages import make_home
from tests.factories.people import make_member


@pytest.fixture(autouse=True)
def _front(db):
    cache.clear()
    make_home()


@pytest.fixture
def enter(client):
    """Sign this member in, as one who has opened their account before."""

    def entered(member, client=client):
        client.force_login(open_account(address=member.email_key))
        return member

    return entered


@pytest.fixture
def anna(enter):
    """A member who is signed in."""
    return enter(make_member(first_name="Anna", last_name="Holm", consent=False))


@pytest.fixture
def bo():
    return make_member(first_name="Bo", last_name="Dahl", consent=False)
