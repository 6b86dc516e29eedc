"""Every environment variable that this project reads: its name, kind, default, example and meaning.

Declared in one table, so that a wrong value is answered with a sentence and an example, and so that
a test can hold the README's table against it.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

PROVIDERS = (
    "outbox",
    "smtp",
    "mailgun",
    "brevo",
    "mailjet",
    "sparkpost",
    "postmark",
    "resend",
    "ses",
    "scaleway",
)


@dataclass(frozen=True)
class Variable:
    """One environment variable. `read` turns its text into a value or raises ValueError."""

    name: str
    read: Callable[[str], Any]
    default: str
    example: str
    meaning: str
    required_in_production: bool = False


def text(value: str) -> str:
    return value


def boolean(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"": False, "0": False, "false": False, "no": False, "off": False}
    try:
        return words[value.lower()]
    except KeyError:
        raise ValueError("it must be yes or no") from None


def choice(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"it must be one of {', '.join(allowed)}")
        return value

    return read


def hosts(value: str) -> list[str]:
    """Host names with commas between; Django reads ».example.dk« as a domain and all below it."""
    found = [part.strip() for part in value.split(",") if part.strip()]
    if not all(re.fullmatch(r"\.?[\w-]+(\.[\w-]+)*|\[[\da-fA-F:.]+\]", host) for host in found):
        raise ValueError("it must be host names only, without https://, port, path or *")
    return found


def number(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise ValueError("it must be a whole number") from None


def split(value: str) -> SplitResult:
    """The parts of an address. A port that is none is found here, not when somebody reads it."""
    parts = urlsplit(value)
    try:
        parts.port  # noqa: B018 - reading it is the check
    except ValueError:
        raise ValueError(
            "its port must be a number; write / # ? @ in a password as %2F …"
        ) from None
    return parts


def site_url(value: str) -> str:
    parts = split(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("it must be the address of the site, scheme and host and nothing after")
    return value.rstrip("/")


def url(*schemes: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        parts = split(value)
        # A socket is a path: unix:///run/redis.sock.
        place = parts.path if parts.scheme == "unix" else parts.hostname
        if value and (parts.scheme not in schemes or not place):
            beginnings = " or ".join(f"{scheme}://" for scheme in schemes)
            raise ValueError(f"it must be an address that begins with {beginnings}")
        return value

    return read


def cdn(value: str) -> dict[str, Any]:
    """A backend of Wagtail's frontend cache, as its settings want it; empty for none."""
    if not value:
        return {}
    parts = split(value)
    backend = "wagtail.contrib.frontend_cache.backends."
    if parts.scheme in ("http", "https") and parts.hostname:
        return {"BACKEND": f"{backend}HTTPBackend", "LOCATION": value}
    if parts.scheme == "cloudflare" and parts.username and parts.hostname:
        keys = {"BEARER_TOKEN": parts.username, "ZONEID": parts.hostname}
        return {"BACKEND": f"{backend}CloudflareBackend", **keys}
    if parts.scheme == "cloudfront" and parts.netloc:
        return {"BACKEND": f"{backend}CloudfrontBackend", "DISTRIBUTION_ID": parts.netloc}
    raise ValueError("it must be http://host:port, cloudflare://token@zone or cloudfront://id")


def database(value: str) -> dict[str, Any]:
    if not value.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ValueError("it must begin with postgres:// or sqlite:///")
    if not split(value).path.strip("/"):
        raise ValueError("it must end with the database: /name, or the path of SQLite's file")
    return dict(dj_database_url.parse(value))


def secret(value: str) -> str:
    if value and (len(value) < 50 or len(set(value)) < 10):
        raise ValueError("it must be random and at least 50 characters long")
    return value


ENVIRONMENTS = choice("development", "production")

VARIABLES = (
    Variable(
        "ENVIRONMENT",
        ENVIRONMENTS,
        "development",
        "production",
        "`production` turns debug pages off and the safe defaults on.",
    ),
    Variable(
        "SECRET_KEY",
        secret,
        "",
        "a line from `python -c 'import secrets; print(secrets.token_urlsafe(50))'`",
        "Signs sessions and the links in letters. Development makes its own in `var/`.",
        required_in_production=True,
    ),
    Variable(
        "SUPPRESSION_KEY",
        secret,
        "",
        "another such line; never change it",
        "Recognises addresses that must not be mailed after the address itself is erased. Never change it.",
        required_in_production=True,
    ),
    Variable(
        "SITE_URL",
        site_url,
        "http://localhost:8000",
        "https://netvaerk.example.dk",
        "The site's own address; every link in a letter begins with it.",
        required_in_production=True,
    ),
    Variable(
        "ALLOWED_HOSTS",
        hosts,
        "",
        "netvaerk.example.dk,www.netvaerk.example.dk",
        "Host names that the site answers to, besides the one in `SITE_URL`.",
    ),
    Variable(
        "BEHIND_PROXY",
        boolean,
        "no",
        "yes",
        "Trust `X-Forwarded-Proto`, and the last address in `X-Forwarded-For`, from the one proxy in front.",
    ),
    Variable(
        "JOIN_PER_IP",
        number,
        "5",
        "20",
        "How many can sign up to the network from one IP address in an hour. 0: no limit.",
    ),
    Variable(
        "JOIN_PER_NETWORK",
        number,
        "30",
        "100",
        "The same for one network (/24, or /64 with IPv6): a town hall often has one. 0: no limit.",
    ),
    Variable(
        "JOIN_PER_HOUR",
        number,
        "300",
        "1000",
        "So many sign-ups within an hour that nobody has confirmed pause joining for all. 0: no limit.",
    ),
    Variable(
        "SECOND_FACTOR",
        choice("auto", "yes", "no"),
        "auto",
        "yes",
        "Whether editors need a passkey or an authenticator app besides code or password. `auto`: in "
        "production, yes.",
    ),
    Variable(
        "DATABASE_URL",
        database,
        "",
        "postgres://user:password@localhost:5432/network",
        "The database. Empty: SQLite in `var/network.sqlite3`.",
    ),
    Variable(
        "REDIS_URL",
        url("redis", "rediss", "unix"),
        "",
        "redis://localhost:6379/0",
        "A cache that all processes share. Empty: the memory of each process.",
    ),
    Variable(
        "VAR_DIR",
        text,
        "",
        "/srv/network/var",
        "Where this machine keeps what must outlive a restart: what it has sent, static files. Empty: `var`.",
    ),
    Variable(
        "MEDIA_ROOT",
        text,
        "",
        "/srv/network/media",
        "Where uploaded pictures and documents lie. Empty: `var/media`.",
    ),
    Variable(
        "MAIL_PROVIDER",
        choice(*PROVIDERS),
        "outbox",
        "mailgun",
        f"Who carries the mail: {', '.join(PROVIDERS)}. `outbox` writes files to `var/outbox/`.",
    ),
    Variable(
        "MAIL_REGION",
        choice("eu", "us"),
        "eu",
        "us",
        "Where Mailgun and SparkPost keep the letters. Brevo, Mailjet and Scaleway are in Europe anyway; "
        "SES's region is in `MAIL_API_ACCOUNT`.",
    ),
    Variable(
        "MAIL_FROM",
        text,
        "Verdensmålsnetværket <nyhedsbrev@network.example>",
        "Verdensmålsnetværket <nyhedsbrev@netvaerk.example.dk>",
        "The sender of service mail, and of newsletters that name none.",
        required_in_production=True,
    ),
    Variable("MAIL_API_KEY", text, "", "key-0123456789abcdef", "The provider's key."),
    Variable(
        "MAIL_API_SECRET",
        text,
        "",
        "fedcba9876543210",
        "The key's second half, where the provider has one (Mailjet, SES).",
    ),
    Variable(
        "MAIL_API_URL",
        url("http", "https"),
        "",
        "https://api.eu.mailgun.net/v3",
        "Another address of the provider than its own.",
    ),
    Variable(
        "MAIL_API_ACCOUNT",
        text,
        "",
        "mg.netvaerk.example.dk",
        "What the provider wants besides the key: Mailgun's domain, SES's region (eu-north-1 without one), "
        "Scaleway's project.",
    ),
    Variable(
        "MAIL_SMTP_URL",
        url("smtp", "smtps"),
        "",
        "smtp://user:password@localhost:587",
        "The server for `MAIL_PROVIDER=smtp`; `smtps` is TLS from the start.",
    ),
    Variable(
        "MAIL_BATCH_SIZE",
        number,
        "500",
        "200",
        "The most recipients in one call; never more than the provider takes.",
    ),
    Variable(
        "MAIL_CALLS",
        number,
        "8",
        "16",
        "How many calls (or SMTP connections) one worker has under way at once.",
    ),
    Variable(
        "MAIL_RATE",
        number,
        "0",
        "50",
        "The most letters a second, all workers together. 0: as many as the provider takes.",
    ),
    Variable(
        "MAIL_WEBHOOK_SECRET",
        text,
        "",
        "provider:a-long-random-word",
        "Name and password, with a colon between, in the address that the provider reports to. Empty: no "
        "reports are taken.",
    ),
    Variable(
        "MAIL_WEBHOOK_KEY",
        text,
        "",
        "0123456789abcdef0123456789abcdef",
        "The key with which the provider signs its reports (Mailgun, Resend).",
    ),
    Variable(
        "BROKER_URL",
        url("amqp", "amqps"),
        "",
        "amqp://user:password@localhost:5672//",
        "RabbitMQ, to run workers with Celery. Empty: the queue is in the database.",
    ),
    Variable(
        "CDN_SECONDS",
        number,
        "0",
        "60",
        "How long a cache of others in front of the site may give a public page without asking. 0: it asks "
        "each time, and is told in two lines that nothing has changed.",
    ),
    Variable(
        "CDN_PURGE",
        cdn,
        "",
        "http://varnish:6081",
        "Who is told at once of a page that changed, and of the pages above it: a cache that takes `PURGE` "
        "(`http://varnish:6081`), `cloudflare://TOKEN@ZONE` or `cloudfront://DISTRIBUTION` (needs the "
        "`ses` extra). All else there grows at most `CDN_SECONDS` old.",
    ),
    Variable(
        "API_V3_DOCS",
        boolean,
        "no",
        "yes",
        "Show the documentation of Wagtail's preview API v3 under `/api/v3-preview/docs`.",
    ),
)


def read_environment(environ: dict[str, str] | os._Environ = os.environ) -> dict[str, Any]:
    """Return {name: value} for every variable.

    Raises ImproperlyConfigured with one sentence a fault, each naming its variable and an example.
    """
    values: dict[str, Any] = {}
    faults = []
    production = environ.get("ENVIRONMENT", "").strip() == "production"
    for variable in VARIABLES:
        raw = environ.get(variable.name, "").strip()
        if not raw and production and variable.required_in_production:
            faults.append(
                f"{variable.name} must be set in production. Example: "
                f"{variable.name}={variable.example}"
            )
            continue
        try:
            given = raw or variable.default
            values[variable.name] = variable.read(given) if given or raw else empty(variable)
        except ValueError as error:
            faults.append(
                f"{variable.name} has a value that cannot be used: {error}. "
                f"Example: {variable.name}={variable.example}"
            )
    if faults:
        raise ImproperlyConfigured("\n".join(["The environment is not right.", *faults]))
    return values


def empty(variable: Variable) -> Any:
    """The value of a variable that is unset and has no default."""
    return [] if variable.read is hosts else {} if variable.read is database else ""
