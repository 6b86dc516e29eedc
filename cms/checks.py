"""Checks that refuse an unsafe or half-set installation. Each has a number, and its hint is the fix."""

from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ValidationError

from cms.mail.addresses import canonical

KEY_NEEDED = {"mailgun", "brevo", "mailjet", "sparkpost", "postmark", "resend", "scaleway"}
ACCOUNT_NEEDED = {
    "mailgun": "the domain that Mailgun sends from: mg.netvaerk.example.dk",
    "scaleway": "the number of your project at Scaleway",
}


@register(Tags.security)
def check_task_backends(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Wagtail enqueues its search index on `default`; with a worker's queue there, nothing is found."""
    tasks: dict[str, Any] = settings.TASKS
    backend = tasks.get("default", {}).get("BACKEND", "")
    if backend.endswith("ImmediateBackend"):
        return []
    return [
        Error(
            "TASKS['default'] is not the immediate backend, so Wagtail's search index waits for a worker.",
            hint="Set it to django_tasks.backends.immediate.ImmediateBackend; our work has `mail`.",
            id="network.E001",
        )
    ]


@register(Tags.security)
def check_sender(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every letter carries a sender that mail can be answered to."""
    try:
        canonical(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    except ValidationError:
        return [
            Error(
                f"MAIL_FROM is not a sender: {settings.DEFAULT_FROM_EMAIL!r}.",
                hint="Set MAIL_FROM to a name and an address: Netværket <brev@netvaerk.example.dk>.",
                id="network.E002",
            )
        ]
    return []


@register(Tags.security)
def check_provider(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The chosen provider has what it needs."""
    provider = settings.MAIL_PROVIDER
    found: list[CheckMessage] = []
    if provider in KEY_NEEDED and not settings.ENV["MAIL_API_KEY"]:
        found.append(
            Error(
                f"MAIL_PROVIDER={provider} needs a key.",
                hint="Set MAIL_API_KEY to the key that the provider's site shows you.",
                id="network.E003",
            )
        )
    if settings.MAIL_BATCH_SIZE < 1:
        found.append(
            Error(
                "MAIL_BATCH_SIZE must be at least 1.",
                hint="Leave it unset to use 500.",
                id="network.E004",
            )
        )
    return found


@register(Tags.security)
def check_account(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The providers that want more than a key have it."""
    provider = settings.MAIL_PROVIDER
    if provider not in ACCOUNT_NEEDED or settings.ENV["MAIL_API_ACCOUNT"]:
        return []
    return [
        Error(
            f"MAIL_PROVIDER={provider} needs an account.",
            hint=f"Set MAIL_API_ACCOUNT to {ACCOUNT_NEEDED[provider]}.",
            id="network.E008",
        )
    ]


@register(Tags.security, deploy=True)
def check_smtp(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A site that people rely on has been told which server carries its mail."""
    if settings.MAIL_PROVIDER != "smtp" or settings.ENV["MAIL_SMTP_URL"]:
        return []
    return [
        Warning(
            "MAIL_PROVIDER=smtp has no server, so mail is given to port 25 of this machine.",
            hint="Set MAIL_SMTP_URL=smtp://user:password@host:587.",
            id="network.W007",
        )
    ]


@register(Tags.security, deploy=True)
def check_production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What a site that people rely on must not run on."""
    found: list[CheckMessage] = []
    if settings.MAIL_PROVIDER == "outbox":
        found.append(
            Warning(
                "Mail is kept in files and reaches nobody.",
                hint="Set MAIL_PROVIDER to smtp or to the provider who carries your mail.",
                id="network.W005",
            )
        )
    if urlsplit(settings.SITE_URL).scheme != "https":
        found.append(
            Warning(
                "SITE_URL does not begin with https://, so the links in letters are not safe.",
                hint="Set SITE_URL=https://… and let the proxy in front speak TLS.",
                id="network.W006",
            )
        )
    return found
