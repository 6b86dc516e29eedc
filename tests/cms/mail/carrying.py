"""Letters, people and carriers for the tests of a mail server."""

from django.test import override_settings

from cms.mail.message import Content, Recipient
from cms.mail.placeholders import placeholder
from cms.mail.providers import PROVIDERS
from cms.mail.smtp import SmtpCarrier
from tests.smtp_server import smtp_settings

NAMES = ["anna", "bo", "ida", "per"]

GREETING = placeholder("greeting")


def person(number, **changes):
    name = NAMES[number - 1]
    one = Recipient(number, f"ref-of-{name}", address(number), {"greeting": f"Kære {name}"})
    return one._replace(**changes)


def address(number):
    return f"{NAMES[number - 1]}@kommune.example"


def people(how_many):
    return [person(number) for number in range(1, how_many + 1)]


def carrier_of(**changes):
    fields = {
        "subject": "Nyt fra netværket",
        "html": f"<p>{GREETING}</p>",
        "text": f"{GREETING}\n.\n",
        "sender": "Netværket <brev@network.example>",
        **changes,
    }
    return SmtpCarrier(Content(**fields), PROVIDERS["smtp"])


def carried(server, recipients, html="", **more):
    """One batch over a connection of its own: its outcome. `more` are settings."""
    with override_settings(**{**smtp_settings(server.port), **more}):
        carrier = carrier_of(html=html)
        try:
            return carrier.carry(recipients, key="batch")
        finally:
            carrier.close()


def answers(outcome):
    return {number: result.answer for number, result in outcome.results.items()}
