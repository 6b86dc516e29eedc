"""Production settings, as a process of its own sees them."""

import json
import os
import subprocess
import sys

import pytest

from .test_env import PRODUCTION, ROOT

SHOW = """
import json
from django.conf import settings
names = json.loads(input())
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


def run(arguments, *, given="", **environ):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**kept, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "cms.settings", **environ},
        input=given,
        capture_output=True,
        text=True,
        timeout=90,
    )


def settings_of(*names, **environ):
    done = run(["-c", SHOW], given=json.dumps(names), **environ)
    assert (done.stderr, done.returncode) == ("", 0)
    return json.loads(done.stdout)


def test_passes_djangos_checks_for_deployment():
    done = run(
        ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        MAIL_PROVIDER="smtp",
        MAIL_SMTP_URL="smtp://user:password@mail.example.dk:587",
    )
    assert (done.returncode, done.stderr.count("network.W")) == (0, 0)
    # What SMTP cannot do is said, and is no fault.
    assert "network.I014" in done.stderr


def test_warns_of_mail_that_reaches_nobody_and_of_plain_http():
    done = run(
        ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        SITE_URL="http://netvaerk.example.dk",
    )
    assert done.returncode == 1
    assert [number in done.stderr for number in ("network.W005", "network.W006")] == [True, True]


def test_warns_of_smtp_without_a_server():
    done = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], MAIL_PROVIDER="smtp")
    assert (done.returncode, "network.W007" in done.stderr) == (1, True)


@pytest.mark.parametrize("command", ["check", "migrate", "demo", "runserver"])
def test_tells_a_broken_environment_without_a_traceback(command):
    done = run(["manage.py", command], ALLOWED_HOSTS="*", MAIL_FROM="")
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.split()[0] for line in done.stderr.splitlines()] == [
        "The",
        "ALLOWED_HOSTS",
        "MAIL_FROM",
    ]


def test_turns_the_safe_defaults_on():
    names = ("DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    assert settings_of(*names, "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", ALLOWED_HOSTS="b.dk") == {
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "ALLOWED_HOSTS": ["netvaerk.example.dk", "b.dk", "localhost", "127.0.0.1"],
        "CSRF_TRUSTED_ORIGINS": ["https://netvaerk.example.dk"],
    }


@pytest.mark.parametrize(
    ("environ", "asked"),
    [({}, True), ({"SECOND_FACTOR": "no"}, False), ({"ENVIRONMENT": "development"}, False)],
)
def test_asks_editors_for_a_second_factor_unless_told_not_to(environ, asked):
    assert settings_of("SECOND_FACTOR", **environ) == {"SECOND_FACTOR": asked}


def test_mounts_no_outbox():
    code = (
        "import django; django.setup(); from django.urls import reverse; reverse('outbox:letters')"
    )
    done = run(["-c", code])
    assert "NoReverseMatch" in done.stderr


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("smtp://mail.dk", ["mail.dk", 25, "", "", False, False]),
        ("smtp://u%40x:p%2Fw@mail.dk:587", ["mail.dk", 587, "u@x", "p/w", True, False]),
        ("smtps://u:p@mail.dk", ["mail.dk", 465, "u", "p", False, True]),
    ],
)
def test_reads_the_smtp_server(url, read):
    names = [f"EMAIL_{n}" for n in ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD")]
    names += ["EMAIL_USE_TLS", "EMAIL_USE_SSL"]
    assert list(settings_of(*names, MAIL_PROVIDER="smtp", MAIL_SMTP_URL=url).values()) == read


def test_gives_anymail_what_it_needs():
    anymail = settings_of(
        "ANYMAIL",
        MAIL_PROVIDER="mailgun",
        MAIL_API_KEY="key",
        MAIL_API_ACCOUNT="mg.example.dk",
    )["ANYMAIL"]
    assert {name: anymail[name] for name in anymail if name.startswith("MAILGUN")} == {
        "MAILGUN_API_KEY": "key",
        "MAILGUN_SENDER_DOMAIN": "mg.example.dk",
        "MAILGUN_API_URL": "https://api.eu.mailgun.net/v3",
    }
