"""Closed for a while, and open again."""

import datetime as dt
import io
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from cms import maintenance
from cms.management.commands.maintenance import moment


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def at(clock, day=26):
    return timezone.make_aware(dt.datetime.combine(dt.date(2026, 11, day), clock))


def command(*words):
    out = io.StringIO()
    call_command("maintenance", *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_closes_and_opens(home):
    client = Client()
    assert client.get("/").status_code == 200
    command("on")
    assert [client.get(path).status_code for path in ("/", "/admin/", "/x/", "/api/v2/pages/")] == [
        503
    ] * 4
    assert client.post("/bliv-medlem/").status_code == 503
    command("off")
    command("off")
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_still_tells_those_who_watch_whether_it_works(client):
    maintenance.close()
    assert client.get("/health/").json() == {"status": "up"}


def test_needs_neither_the_database_nor_any_file(client):
    maintenance.close()
    response = client.get("/")
    html = response.content.decode()
    assert re.findall(r"(?:src|href|url)\s*[=(]", html) == []
    assert response["Content-Security-Policy"] == maintenance.POLICY
    assert (response["Retry-After"], response["Cache-Control"]) == ("300", "no-store")


@pytest.mark.parametrize(
    ("end", "words", "seconds"),
    [
        (at(dt.time(14, 30)), "færdige klokken 14.30.", "1800"),
        (at(dt.time(8), day=27), "færdige 27/11 klokken 08.00.", "64800"),
        (at(dt.time(14, 0, 5)), "færdige klokken 14.00.", "60"),
        (at(dt.time(13, 59)), "lige nu. Prøv", "300"),
        (None, "lige nu. Prøv", "300"),
    ],
)
def test_says_when_it_is_expected_to_be_over(end, words, seconds):
    maintenance.close(end)
    response = maintenance.closed(at(dt.time(14)))
    assert (words in response.content.decode(), response["Retry-After"]) == (True, seconds)


@pytest.mark.parametrize("content", ["x", "2026-11-26", "2026-11-26T15:00", "9" * 1000])
def test_stays_closed_whatever_stands_in_the_file(var, content):
    (var / maintenance.FILE).write_text(content)
    assert maintenance.closed(at(dt.time(14)))["Retry-After"] == "300"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", at(dt.time(14, 30))),
        ("14.30", at(dt.time(14, 30))),
        ("13:00", at(dt.time(13), day=27)),
        ("2026-11-27T08:00", at(dt.time(8), day=27)),
        ("2026-11-27 08:00", at(dt.time(8), day=27)),
        ("2026-11-26T15:00+00:00", at(dt.time(16))),
    ],
)
def test_takes_a_time_for_the_next_one(typed, meant):
    assert moment(typed, at(dt.time(14))) == meant


@pytest.mark.parametrize(
    "typed", ["soon", "25:00", "2026-13-01T10:00", "2026-11-25T10:00", "-", ""]
)
def test_says_how_a_time_is_written(typed):
    with pytest.raises(CommandError):
        moment(typed, at(dt.time(14)))
    assert not maintenance.file().exists()
