"""A provider, or somebody in its place, that leads astray, drips or floods."""

import time

import pytest
import requests

from cms.mail.hardening import LONGEST_ANSWER, HardenedSession, hardened
from tests.endpoints import Answer, running_endpoint


def post(url, seconds=5.0):
    with HardenedSession(seconds) as session:
        return session.post(url, data={"to": "a@b.example"}, timeout=(1, 1))


def test_reads_an_ordinary_answer():
    with running_endpoint() as endpoint:
        answer = post(endpoint.url)
    assert answer.status_code == 200
    assert answer.json()["id"] == "<one@mg.example>"


def test_keeps_one_connection_for_many_calls():
    with running_endpoint() as endpoint, HardenedSession(5) as session:
        for _ in range(3):
            session.post(endpoint.url, data={}, timeout=1)
        pools = session.get_adapter(endpoint.url).poolmanager.pools
        (pool,) = [pools[key] for key in pools.keys()]  # noqa: SIM118 - urllib3's own container
        assert pool.num_connections == 1
    assert endpoint.count == 3


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_follows_no_redirect(status):
    with (
        running_endpoint() as stranger,
        running_endpoint(Answer(status, b"", {"Location": stranger.url})) as endpoint,
    ):
        assert post(endpoint.url).status_code == status
        assert (endpoint.count, stranger.count) == (1, 0)


def test_asks_no_proxy_of_the_environment(monkeypatch):
    with running_endpoint() as proxy, running_endpoint() as endpoint:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        assert post(endpoint.url).status_code == 200
        assert (proxy.count, endpoint.count) == (0, 1)


def test_ends_a_call_that_drips_at_the_deadline():
    with running_endpoint(Answer(body=b"x" * 500, drip=0.1)) as endpoint:
        begin = time.monotonic()
        with pytest.raises(requests.RequestException):
            post(endpoint.url, seconds=0.7)
        assert time.monotonic() - begin < 5


def test_ends_a_call_whose_answer_has_no_end():
    endless = Answer(body=b"x" * (LONGEST_ANSWER + 1))
    with running_endpoint(endless) as endpoint, pytest.raises(requests.RequestException):
        post(endpoint.url)


def test_hardens_what_speaks_http_and_nothing_else():
    mailgun = "anymail.backends.mailgun.EmailBackend"
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    assert hardened(mailgun).__name__ == "HardenedBackend"
    assert hardened(smtp).__name__ == "EmailBackend"
