"""Whether the site can do its work."""

import pytest
from django.db import InterfaceError, OperationalError, connection


@pytest.mark.django_db
def test_says_that_all_is_well(client):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "up"})
    assert answer["Cache-Control"].count("no-store") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_says_when_the_database_does_not_answer(client, error):
    def refuse(*_args):
        raise error("gone")

    with connection.execute_wrapper(refuse):
        answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"status": "down"})
    assert answer["Retry-After"] == "30"
