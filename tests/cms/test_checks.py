"""The checks refuse an unsafe or half-set installation, and each says how to mend it."""

import pytest

from cms.checks import (
    check_account,
    check_packages,
    check_production,
    check_provider,
    check_reports,
    check_sender,
    check_smtp,
    check_task_backends,
)


def ids(found):
    assert [message for message in found if not message.hint] == []
    return [message.id for message in found]


def test_finds_nothing_wrong_on_a_development_machine():
    assert [ids(check(None)) for check in (check_task_backends, check_sender, check_provider)] == [
        [],
        [],
        [],
    ]


@pytest.mark.parametrize(
    "backends", [{}, {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}]
)
def test_wants_wagtails_own_jobs_done_at_once(settings, backends):
    settings.TASKS = backends
    assert ids(check_task_backends(None)) == ["network.E001"]


@pytest.mark.parametrize("sender", ["", "Netværket", "Netværket <brev@localhost>", "a@b@c.dk"])
def test_wants_a_sender_that_can_be_answered(settings, sender):
    settings.DEFAULT_FROM_EMAIL = sender
    assert ids(check_sender(None)) == ["network.E002"]


@pytest.mark.parametrize(
    ("provider", "key", "found"),
    [
        ("mailgun", "", ["network.E003"]),
        ("mailgun", "key", []),
        ("smtp", "", []),
        ("outbox", "", []),
        ("ses", "", []),
    ],
)
def test_wants_a_key_where_the_provider_does(settings, provider, key, found):
    settings.MAIL_PROVIDER = provider
    settings.ENV = {**settings.ENV, "MAIL_API_KEY": key}
    assert ids(check_provider(None)) == found


@pytest.mark.parametrize(
    ("size", "found"), [(0, ["network.E004"]), (-5, ["network.E004"]), (1, [])]
)
def test_wants_batches_of_at_least_one(settings, size, found):
    settings.MAIL_BATCH_SIZE = size
    assert ids(check_provider(None)) == found


@pytest.mark.parametrize(
    ("provider", "account", "found"),
    [
        ("mailgun", "", ["network.E008"]),
        ("ses", "", []),
        ("scaleway", "", ["network.E008"]),
        ("mailgun", "mg.example.dk", []),
        ("postmark", "", []),
        ("outbox", "", []),
    ],
)
def test_wants_an_account_where_the_provider_does(settings, provider, account, found):
    settings.MAIL_PROVIDER = provider
    settings.ENV = {**settings.ENV, "MAIL_API_ACCOUNT": account}
    assert ids(check_account(None)) == found


@pytest.mark.parametrize(
    ("provider", "url", "found"),
    [
        ("smtp", "", ["network.W007"]),
        ("smtp", "smtp://mail.example.dk", []),
        ("outbox", "", []),
    ],
)
def test_warns_of_smtp_without_a_server(settings, provider, url, found):
    settings.MAIL_PROVIDER = provider
    settings.ENV = {**settings.ENV, "MAIL_SMTP_URL": url}
    assert ids(check_smtp(None)) == found


def test_warns_of_a_production_that_reaches_nobody(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    settings.SECOND_FACTOR = True
    settings.MAIL_PROVIDER, settings.SITE_URL = "outbox", "http://netvaerk.example.dk"
    assert ids(check_production(None)) == ["network.W005", "network.W006"]
    settings.MAIL_PROVIDER, settings.SITE_URL = "smtp", "https://netvaerk.example.dk"
    assert ids(check_production(None)) == []


def test_warns_of_an_admin_without_a_second_factor_and_says_who_counts_tries(settings):
    settings.MAIL_PROVIDER, settings.SITE_URL = "smtp", "https://netvaerk.example.dk"
    settings.SECOND_FACTOR = False
    assert ids(check_production(None)) == ["network.W017", "network.I018"]


@pytest.mark.parametrize(("calls", "rate"), [(0, 0), (-1, 0), (8, -5)])
def test_wants_a_pace_that_can_be_kept(settings, calls, rate):
    settings.MAIL_CALLS, settings.MAIL_RATE = calls, rate
    assert ids(check_provider(None)) == ["network.E009"]


def test_names_a_package_that_the_settings_ask_for_and_nobody_installed(settings, monkeypatch):
    settings.MAIL_PROVIDER = "resend"
    settings.ENV = {**settings.ENV, "BROKER_URL": "amqp://localhost//"}
    assert ids(check_packages(None)) == []
    monkeypatch.setattr("cms.checks.find_spec", lambda name: None)
    assert ids(check_packages(None)) == ["network.E010", "network.E010"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("outbox", []),
        ("smtp", ["network.I013", "network.I014", "network.I015"]),
        ("mailgun", ["network.W011", "network.W012"]),
        ("postmark", ["network.W011"]),
        ("brevo", ["network.W011", "network.I016"]),
        ("resend", ["network.W011", "network.W012", "network.I016"]),
        ("mailjet", ["network.W011", "network.I014"]),
        ("sparkpost", ["network.W011", "network.I014"]),
        ("ses", ["network.W011", "network.I013", "network.I014", "network.I016"]),
        ("scaleway", ["network.I013", "network.I014", "network.I015"]),
    ],
)
def test_says_what_the_provider_cannot_do_and_what_is_not_set_up(settings, name, found):
    settings.MAIL_PROVIDER = name
    assert ids(check_reports(None)) == found


def test_is_content_when_reports_are_listened_to(settings):
    settings.MAIL_PROVIDER = "mailgun"
    settings.MAIL_WEBHOOK_SECRET, settings.MAIL_WEBHOOK_KEY = "provider:word", "key"
    assert ids(check_reports(None)) == []


def test_tells_the_address_for_reports(settings):
    settings.MAIL_PROVIDER, settings.SITE_URL = "postmark", "https://netvaerk.example.dk"
    (found,) = check_reports(None)
    assert "https://NAME:WORD@netvaerk.example.dk/hooks/mail/postmark/" in found.hint
