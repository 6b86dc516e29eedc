"""A mail server and somebody who carries letters to it."""

import pytest

from tests.smtp_server import running_smtp, smtp_settings

from .carrying import carrier_of


@pytest.fixture(params=[True, False], ids=["pipelining", "turn by turn"])
def pipelining(request):
    return request.param


@pytest.fixture
def server(settings, pipelining):
    """A server that the settings name."""
    with running_smtp(pipelining=pipelining) as server:
        for name, value in smtp_settings(server.port).items():
            setattr(settings, name, value)
        yield server
    assert server.faults == []


@pytest.fixture
def carrier(server):
    carrier = carrier_of()
    yield carrier
    carrier.close()
