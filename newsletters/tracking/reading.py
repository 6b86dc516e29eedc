"""One call of a provider → reports. Anymail checks who calls, and reads each event.

Anymail's own views answer 500 to a body of an odd shape, and one bad event of a hundred loses the other 99.
So they are used here as readers only, event by event, and nothing that they raise gets out.
"""

import datetime as dt
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from anymail.exceptions import AnymailConfigurationError
from anymail.signals import AnymailTrackingEvent
from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from . import sns
from .translation import Report, translate

logger = logging.getLogger(__name__)
# Mailgun's signature covers no more than its own time, and Mailgun tries again for 8 hours, Amazon for one.
OLDEST_SIGNATURE = dt.timedelta(hours=24)
_CONFIRM = re.compile(r"https://sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/\?[!-~]{1,1000}")
_CONFIRMED = "Successfully validated SNS topic for Amazon SES event publishing."


class MalformedError(Exception):
    """This call is no report of the provider's: its shape, its signature, or nothing in it to be read."""


class NotInstalledError(Exception):
    """A part that reads this provider's reports is missing on this machine, or out of its reach just now."""


@dataclass
class Reading:
    """What a call held: our reports, and how many events could not be read."""

    reports: list[Report] = field(default_factory=list)
    unreadable: int = 0


def _one(view: Any, item: Any, request: HttpRequest) -> list[AnymailTrackingEvent]:
    return [view.esp_to_anymail_event(item)]


def _resend(view: Any, item: Any, request: HttpRequest) -> list[AnymailTrackingEvent]:
    return [view.esp_to_anymail_event(item, request)]


def _brevo(view: Any, item: Any, request: HttpRequest) -> list[AnymailTrackingEvent]:
    # Other mail of the same account may carry something else than JSON there, which Anymail cannot read.
    if '"delivery"' not in str(item.get("X-Mailin-custom", "")):
        return []
    return _one(view, item, request)


def _sparkpost(view: Any, item: Any, request: HttpRequest) -> list[AnymailTrackingEvent]:
    kind, event, raw = view.unwrap_event(item)
    return [] if event is None else [view.esp_to_anymail_event(kind, event, raw)]


def _ses(view: Any, item: Any, request: HttpRequest) -> list[AnymailTrackingEvent]:
    if item["Type"] == "SubscriptionConfirmation":
        # Whoever knows our secret could subscribe a topic of their own: a person says yes, once.
        address = _CONFIRM.fullmatch(str(item.get("SubscribeURL")))
        logger.warning(
            "To let Amazon SES report, open %s", address[0] if address else "the console"
        )
    if item["Type"] != "Notification" or item["Message"] == _CONFIRMED:
        return []
    return view.esp_to_anymail_events(json.loads(item["Message"]), item)


@dataclass(frozen=True)
class Reader:
    """How one provider's calls are read: Anymail's view, and how it reads one event.

    `key` names the view's setting for the key that signs; without the key nothing is taken.
    """

    view: str
    events: Callable[[Any, Any, HttpRequest], list[AnymailTrackingEvent]] = _one
    key: str = ""


READERS = {
    "mailgun": Reader("mailgun.MailgunTrackingWebhookView", key="webhook_signing_key"),
    "postmark": Reader("postmark.PostmarkTrackingWebhookView"),
    "brevo": Reader("brevo.BrevoTrackingWebhookView", _brevo),
    "mailjet": Reader("mailjet.MailjetTrackingWebhookView"),
    "sparkpost": Reader("sparkpost.SparkPostTrackingWebhookView", _sparkpost),
    "resend": Reader("resend.ResendTrackingWebhookView", _resend, "signing_secret"),
    "ses": Reader("amazon_ses.AmazonSESTrackingWebhookView", _ses),
}


def takes_reports(provider: str) -> bool:
    """Whether everything is set that reports of this provider are checked with."""
    reader = READERS.get(provider)
    return bool(
        reader and settings.MAIL_WEBHOOK_SECRET and (not reader.key or settings.MAIL_WEBHOOK_KEY)
    )


def read(request: HttpRequest, provider: str, *, now: dt.datetime) -> Reading:
    """Check the signature, and read what can be read. Raises MalformedError and NotInstalledError."""
    reader = READERS[provider]
    view = _view(reader)
    items = _items(request, provider)
    try:
        view.run_validators(request)
    except Exception as error:
        raise MalformedError(type(error).__name__) from error
    if provider == "mailgun":
        _check_age(items[0]["signature"]["timestamp"], now)
    if provider == "ses":
        _check_amazon(items[0], now)
    reading = Reading()
    names = set()
    for item in items:
        try:
            found = [translate(provider, e, now=now) for e in reader.events(view, item, request)]
        except Exception as error:  # noqa: BLE001 - one bad event is no reason to lose the others
            names.add(type(error).__name__)
            reading.unreadable += 1
        else:
            reading.reports += [report for report in found if report]
    if reading.unreadable:
        what = ", ".join(sorted(names))
        logger.warning("%s: %d events could not be read: %s", provider, reading.unreadable, what)
    if items and reading.unreadable == len(items):
        # Perhaps it is we who cannot read them yet: refused, they come again.
        raise MalformedError(what)
    return reading


def _view(reader: Reader) -> Any:
    options: dict[str, Any] = {"webhook_secret": [settings.MAIL_WEBHOOK_SECRET]}
    if reader.key:
        options[reader.key] = settings.MAIL_WEBHOOK_KEY
    try:
        # By name, because each brings a library of its provider's that need not be there.
        return import_string(f"anymail.webhooks.{reader.view}")(**options)
    except (ImportError, AnymailConfigurationError) as error:
        raise NotInstalledError(type(error).__name__) from error


def _items(request: HttpRequest, provider: str) -> list[Any]:
    """The events of a body, not yet looked at: most send one, some a list (Brevo if it is told `batched`)."""
    if provider == "mailgun" and request.content_type != "application/json":
        raise MalformedError("the form of before 2018")
    try:
        body = json.loads(request.body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise MalformedError(type(error).__name__) from error
    return body if isinstance(body, list) else [body]


def _check_amazon(message: Any, now: dt.datetime) -> None:
    """Anymail looks only whether the headers fit the message."""
    try:
        sns.check_signature(message)
        _check_age(dt.datetime.fromisoformat(str(message["Timestamp"])).timestamp(), now)
    except sns.CertificateError as error:
        raise NotInstalledError(f"Amazon's certificate: {error}") from error
    except (sns.UnsignedError, AttributeError, KeyError, ValueError) as error:
        raise MalformedError(str(error)) from error


def _check_age(signed: Any, now: dt.datetime) -> None:
    try:
        signed_at = dt.datetime.fromtimestamp(int(signed), tz=dt.UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise MalformedError(type(error).__name__) from error
    if not -OLDEST_SIGNATURE <= now - signed_at <= OLDEST_SIGNATURE:
        raise MalformedError("an old signature")
