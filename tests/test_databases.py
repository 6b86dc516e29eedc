"""The tests run on the database that was asked for, in each of their processes."""

import pytest
from django.db import connection

VENDORS = {"sqlite": "sqlite", "postgres": "postgresql"}


@pytest.mark.django_db
def test_runs_on_the_database_that_was_asked_for(pytestconfig: pytest.Config):
    assert connection.vendor == VENDORS[pytestconfig.getoption("database")]
