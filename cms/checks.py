"""Checks that refuse an unsafe or half-set installation. Each has a number, and its hint is the fix."""

from collections.abc import Iterator
from email.utils import parseaddr
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.core.exceptions import ValidationError

from cms.holdings.registry import all_rules
from cms.mail.addresses import canonical
from cms.mail.providers import Provider, Settling, provider

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
    name = settings.MAIL_PROVIDER
    found: list[CheckMessage] = []
    if name in KEY_NEEDED and not settings.ENV["MAIL_API_KEY"]:
        found.append(
            Error(
                f"MAIL_PROVIDER={name} needs a key.",
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
    if settings.MAIL_CALLS < 1 or settings.MAIL_RATE < 0:
        found.append(
            Error(
                "MAIL_CALLS must be at least 1, and MAIL_RATE at least 0.",
                hint="Leave them unset: 8 calls at once, as fast as the provider takes.",
                id="network.E009",
            )
        )
    return found


@register(Tags.security)
def check_packages(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What the settings ask for is installed."""
    wanted = {"ses": ("boto3", "ses"), "resend": ("svix", "resend")}
    needed = [wanted[settings.MAIL_PROVIDER]] if settings.MAIL_PROVIDER in wanted else []
    if settings.ENV["BROKER_URL"]:
        needed.append(("celery", "celery"))
    return [
        Error(
            f"The package {module} is not installed.",
            hint=f'Install it: pip install -e ".[{extra}]"',
            id="network.E010",
        )
        for module, extra in needed
        if find_spec(module) is None
    ]


@register(Tags.security, deploy=True)
def check_reports(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What the chosen provider cannot do, and what of it is not set up: nobody should find out later."""
    chosen = provider()
    found: list[CheckMessage] = []
    if chosen.webhooks and not settings.MAIL_WEBHOOK_SECRET:
        found.append(
            Warning(
                f"{chosen.name} can report what became of letters, and nobody listens: dead addresses are "
                "mailed again and again.",
                hint="Set MAIL_WEBHOOK_SECRET=name:word, and give the provider the address "
                f"{reports_url(chosen.name)}",
                id="network.W011",
            )
        )
    if chosen.signed and chosen.name != "ses" and not settings.MAIL_WEBHOOK_KEY:
        found.append(
            Warning(
                f"{chosen.name} signs its reports, and there is no key to check them by: none are taken.",
                hint="Set MAIL_WEBHOOK_KEY to the signing key that the provider's site shows you.",
                id="network.W012",
            )
        )
    return found + [
        Info(words, hint=hint, id=number) for words, hint, number in shortcomings(chosen)
    ]


def reports_url(name: str) -> str:
    scheme, _separator, place = settings.SITE_URL.partition("://")
    return f"{scheme}://NAME:WORD@{place}/hooks/mail/{name}/"


def shortcomings(chosen: Provider) -> Iterator[tuple[str, str, str]]:
    """(what the provider cannot do, what that means, number) for each."""
    if not (chosen.merges or chosen.packs):
        yield (
            f"{chosen.name} takes one letter a call.",
            "A large mailing takes longer; raise MAIL_CALLS as far as the provider allows.",
            "network.I013",
        )
    if chosen.settling is Settling.EVENTS and chosen.name != "outbox":
        yield (
            f"{chosen.name} has neither an idempotency key nor a list to look in.",
            "When an answer is lost, the letters of that call are listed as unknown until a report tells, "
            "or a person decides.",
            "network.I014",
        )
    if not chosen.webhooks and chosen.name != "outbox":
        yield (
            f"{chosen.name} reports nothing.",
            "Dead addresses are not found out by themselves; watch what comes back to the sender.",
            "network.I015",
        )
    if not chosen.track_off and chosen.name not in ("smtp", "scaleway"):
        yield (
            f"{chosen.name}'s own tracking of openings and clicks cannot be switched off in a call.",
            "Switch it off on the provider's site: letters promise that nothing is tracked.",
            "network.I016",
        )


@register()
def check_retention(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What the privacy page says is deleted, `manage.py tick` deletes."""
    unrun = sorted({rule.step for rule in all_rules()} - set(settings.TICK_STEPS))
    return [
        Error(
            f"The privacy page promises what {step} deletes, and nothing runs it.",
            hint="Put it into TICK_STEPS, or take the rule out of its package's holdings.py.",
            id="network.E017",
        )
        for step in unrun
    ]


@register(Tags.security)
def check_account(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The providers that want more than a key have it."""
    name = settings.MAIL_PROVIDER
    if name not in ACCOUNT_NEEDED or settings.ENV["MAIL_API_ACCOUNT"]:
        return []
    return [
        Error(
            f"MAIL_PROVIDER={name} needs an account.",
            hint=f"Set MAIL_API_ACCOUNT to {ACCOUNT_NEEDED[name]}.",
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
    if not settings.SECOND_FACTOR:
        found.append(
            Warning(
                "Editors reach the admin without a second factor: one stolen mailbox or password is enough.",
                hint="Leave SECOND_FACTOR unset, or set it to yes.",
                id="network.W017",
            )
        )
    if "locmem" in settings.CACHES["default"]["BACKEND"]:
        found.append(
            Info(
                "Each process counts for itself how often somebody tries to sign in.",
                hint="With more than one process, set REDIS_URL: then all of them count together.",
                id="network.I018",
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
