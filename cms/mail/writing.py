"""From a kind and its values to a letter's words: subject, text and HTML, written once and then frozen.

The HTML is MJML over one layout for all service letters. It has the network's name and the standard colours
of the site, no pictures, nothing from elsewhere and nothing that tells who reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Site

from cms.content.goals import GOALS
from cms.content.models import NetworkSettings

from .kinds import Kind
from .mjml import compile_mjml
from .placeholders import one_line
from .values import clean

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Written:
    subject: str
    html: str
    text: str


def write(kind: Kind, values: Mapping[str, Any], language: str) -> Written:
    """The words of one letter, in this language.

    Raises LetterValuesError for values that the kind does not ask for, LetterSyntaxError for a template that
    is no MJML.
    """
    with translation.override(language):
        context = {
            **clean(kind.sample, values),
            "language": language,
            "network": network(),
            "site_url": settings.SITE_URL,
        }
        subject = one_line(_plain(f"{kind.template}.subject.txt", context))[:LONGEST_SUBJECT]
        context |= {"subject": subject, "goals": GOALS}
        text = _tidy(_plain(f"{kind.template}.txt", context))
        html = compile_mjml(render_to_string(f"{kind.template}.mjml", context))
    return Written(subject, html, text)


def network() -> NetworkSettings:
    """Who writes: the settings of the site that service letters come from."""
    return NetworkSettings.for_site(Site.objects.filter(is_default_site=True).first())


def sender(known: NetworkSettings) -> str:
    """»Name <address>«: the network's name, and the address of the settings."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return str(Address(display_name=one_line(known.network_name or name), addr_spec=address))


def _plain(template: str, context: Mapping[str, Any]) -> str:
    """A template of plain text: whoever writes it need not think of escaping."""
    found = engines["django"].engine.get_template(template)  # type: ignore[attr-defined]
    return str(found.render(Context(context, autoescape=False)))


def _tidy(text: str) -> str:
    """Plain text without trailing spaces and with at most one empty line in a row."""
    kept: list[str] = []
    for line in text.strip().splitlines():
        line = line.rstrip()
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept) + "\n"
