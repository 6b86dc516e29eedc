"""The environment: what is read, and how a wrong value is answered."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.env import PROVIDERS, VARIABLES, read_environment

ROOT = Path(__file__).parents[3]
KEY = "kT9_vR2xQ8mZ4wL7nB1cY6hJ3fD5gS0a-Wq3eN8uX2iO6pA1sD7"
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": KEY,
    "SUPPRESSION_KEY": KEY,
    "SITE_URL": "https://netvaerk.example.dk",
    "MAIL_FROM": "Netværket <brev@netvaerk.example.dk>",
}
WRONG = [
    ("ENVIRONMENT", "staging"),
    ("ENVIRONMENT", "Production"),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "a" * 60),
    ("SECRET_KEY", "kT9_vR2xQ8mZ4wL7nB1cY6hJ3fD5gS0a-Wq3eN8uX2iO6pA1"),
    ("SITE_URL", "netvaerk.example.dk"),
    ("SITE_URL", "ftp://netvaerk.example.dk"),
    ("SITE_URL", "https://netvaerk.example.dk/sti"),
    ("SITE_URL", "https://"),
    ("SITE_URL", "https://["),
    ("SITE_URL", "https://netvaerk.example.dk:port"),
    ("SITE_URL", "https://netvaerk.example.dk:99999"),
    ("ALLOWED_HOSTS", "https://netvaerk.example.dk"),
    ("ALLOWED_HOSTS", "netvaerk.example.dk:8000"),
    ("ALLOWED_HOSTS", "netvaerk.example.dk/"),
    ("ALLOWED_HOSTS", "a.dk b.dk"),
    ("ALLOWED_HOSTS", "a.dk,*"),
    ("ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "*.example.dk"),
    ("BEHIND_PROXY", "maybe"),
    ("API_V3_DOCS", "2"),
    ("DATABASE_URL", "mysql://localhost/network"),
    ("DATABASE_URL", "network.sqlite3"),
    ("DATABASE_URL", "sqlite://x"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "postgres"),
    ("DATABASE_URL", "postgres:network"),
    ("DATABASE_URL", "postgres://localhost"),
    ("DATABASE_URL", "postgres://u:p@localhost:port/network"),
    ("REDIS_URL", "http://localhost"),
    ("REDIS_URL", "redis://"),
    ("REDIS_URL", "redis://localhost:port/0"),
    ("REDIS_URL", "localhost:6379"),
    ("CDN_PURGE", "varnish:6081"),
    ("CDN_PURGE", "cloudflare://zone"),
    ("CDN_PURGE", "cloudfront://"),
    ("MAIL_PROVIDER", "pigeon"),
    ("MAIL_PROVIDER", "SMTP"),
    ("MAIL_API_URL", "api.eu.mailgun.net"),
    ("MAIL_SMTP_URL", "localhost:587"),
    ("MAIL_SMTP_URL", "smtp://user:pa#ss@localhost:587"),
    ("MAIL_SMTP_URL", "smtp://localhost:port"),
    ("MAIL_BATCH_SIZE", "many"),
    ("MAIL_BATCH_SIZE", "1.5"),
]


def fault_of(environ):
    with pytest.raises(ImproperlyConfigured) as caught:
        read_environment(environ)
    first, *faults = str(caught.value).splitlines()
    assert first == "The environment is not right."
    return faults


def test_needs_no_variable_at_all():
    values = read_environment({})
    assert list(values) == [variable.name for variable in VARIABLES]
    assert (values["ENVIRONMENT"], values["DATABASE_URL"], values["MAIL_PROVIDER"]) == (
        "development",
        {},
        "outbox",
    )
    assert (values["ALLOWED_HOSTS"], values["MAIL_BATCH_SIZE"]) == ([], 500)


def test_reads_each_kind_of_value():
    values = read_environment(
        {
            "ALLOWED_HOSTS": " a.dk, b.dk ,,",
            "BEHIND_PROXY": "YES",
            "SITE_URL": "https://netvaerk.example.dk/",
            "DATABASE_URL": "postgres://user:p%40ss@db:5433/network",
            "REDIS_URL": "unix:///run/redis.sock",
            "MAIL_BATCH_SIZE": " 200 ",
        }
    )
    assert values["ALLOWED_HOSTS"] == ["a.dk", "b.dk"]
    assert values["BEHIND_PROXY"] is True
    assert values["SITE_URL"] == "https://netvaerk.example.dk"
    assert {k: values["DATABASE_URL"][k] for k in ("HOST", "PORT", "NAME", "PASSWORD")} == {
        "HOST": "db",
        "PORT": 5433,
        "NAME": "network",
        "PASSWORD": "p@ss",
    }
    assert values["REDIS_URL"] == "unix:///run/redis.sock"
    assert values["MAIL_BATCH_SIZE"] == 200


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_names_the_variable_and_shows_an_example(name, value):
    (fault,) = fault_of({name: value})
    example = next(variable.example for variable in VARIABLES if variable.name == name)
    assert fault.startswith(f"{name} has a value that cannot be used: ")
    assert fault.endswith(f"Example: {name}={example}")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ALLOWED_HOSTS", "*", "it must be host names only, without https://, port, path or *"),
        ("DATABASE_URL", "postgres", "it must begin with postgres:// or sqlite:///"),
        ("DATABASE_URL", "sqlite://x", "it must begin with postgres:// or sqlite:///"),
        ("MAIL_SMTP_URL", "x:25", "it must be an address that begins with smtp:// or smtps://"),
    ],
)
def test_says_what_the_value_must_be(name, value, sentence):
    (fault,) = fault_of({name: value})
    assert f": {sentence}. " in fault


@pytest.mark.parametrize("host", ["netvaerk.example.dk", ".example.dk", "10.0.0.5", "[::1]"])
def test_takes_the_hosts_that_django_takes(host):
    assert read_environment({"ALLOWED_HOSTS": host})["ALLOWED_HOSTS"] == [host]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///network.sqlite3", "network.sqlite3"),
        ("sqlite:////srv/network.sqlite3", "/srv/network.sqlite3"),
        ("postgres:///network", "network"),
        ("postgresql://%2Frun%2Fpostgresql/network", "network"),
    ],
)
def test_reads_where_the_database_is(url, name):
    assert read_environment({"DATABASE_URL": url})["DATABASE_URL"]["NAME"] == name


def test_never_shows_the_value_of_a_secret():
    for name in ("SECRET_KEY", "DATABASE_URL", "MAIL_SMTP_URL"):
        (fault,) = fault_of({name: "hunter2://x:hunter2@["})
        assert "hunter2" not in fault
    (fault,) = fault_of({"DATABASE_URL": "postgres://x:hunter2#y@localhost/network"})
    assert "hunter2" not in fault


def test_names_every_fault_at_once():
    faults = fault_of({"ENVIRONMENT": "x", "MAIL_PROVIDER": "y", "MAIL_BATCH_SIZE": "z"})
    assert [fault.split()[0] for fault in faults] == [
        "ENVIRONMENT",
        "MAIL_PROVIDER",
        "MAIL_BATCH_SIZE",
    ]


def test_requires_in_production_what_a_real_site_cannot_do_without():
    faults = fault_of({"ENVIRONMENT": "production"})
    assert [fault.partition(" must be set in production.")[0] for fault in faults] == [
        "SECRET_KEY",
        "SUPPRESSION_KEY",
        "SITE_URL",
        "MAIL_FROM",
    ]
    assert read_environment(PRODUCTION)["ENVIRONMENT"] == "production"


def test_takes_its_own_examples():
    unquotable = {"SECRET_KEY", "SUPPRESSION_KEY"}  # their examples say how to make one
    examples = {v.name: v.example for v in VARIABLES if v.name not in unquotable}
    assert (
        read_environment({**examples, "SECRET_KEY": KEY, "SUPPRESSION_KEY": KEY})["MAIL_PROVIDER"]
        == "mailgun"
    )


@pytest.mark.parametrize("provider", PROVIDERS)
def test_knows_each_provider(provider):
    assert read_environment({"MAIL_PROVIDER": provider})["MAIL_PROVIDER"] == provider


def test_ends_start_up_with_the_sentence():
    environ = {**os.environ, "MAIL_PROVIDER": "pigeon", "DJANGO_SETTINGS_MODULE": "cms.settings"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    first, sentence = done.stderr.splitlines()
    assert first == "The environment is not right."
    assert sentence.startswith("MAIL_PROVIDER has a value that cannot be used")
