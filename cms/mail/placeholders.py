"""What a letter says to one person, written as a neutral placeholder until the provider is known.

A placeholder is its name between two characters of Unicode's private use area, which no keyboard
types and which `plain` takes out of editors' text. So nothing that an editor or a
member writes can become one, and what looks like a provider's own merge syntax is defused before
a provider sees it.
"""

import re
from collections.abc import Mapping

from .providers import Provider

OPEN, CLOSE = "\ue000", "\ue001"
_PLACEHOLDER = re.compile(f"{OPEN}([a-z0-9_]+){CLOSE}")
# Source of the rest: the Char production of XML 1.0, which MJML is.
_FORBIDDEN = re.compile(f"[{OPEN}{CLOSE}\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# The openings of the providers' merge syntaxes, and how they look the same to a reader but not to
# a provider. »{{{« holds two openings, so only the first brace of each is taken.
_SYNTAX = re.compile(r"\{(?=\{)|\[(?=\[)|%(?=recipient)")


def placeholder(name: str) -> str:
    return f"{OPEN}{name}{CLOSE}"


def plain(text: str) -> str:
    """What somebody typed, without the characters that placeholders are made of or that XML forbids."""
    return _FORBIDDEN.sub("", text)


def one_line(text: str) -> str:
    """The same on one line, fit for a header."""
    return " ".join(plain(text).split())


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text for one person. Values are put in as they are: escape those that go into HTML
    first.
    """
    return _PLACEHOLDER.sub(lambda match: values[match.group(1)], text)


def used(text: str) -> set[str]:
    """The names of the placeholders in the text."""
    return set(_PLACEHOLDER.findall(text))


def for_provider(text: str, provider: Provider, *, html: bool) -> str:
    """The text with its placeholders in the provider's own syntax, and nothing else that looks
    like it.
    """
    if provider.placeholder is None:
        raise ValueError(f"{provider.name} does not merge")
    pattern = provider.placeholder
    return _PLACEHOLDER.sub(lambda match: pattern.format(match.group(1)), defused(text, html=html))


def defused(text: str, *, html: bool) -> str:
    """The text without anything that a provider would take for its own merge syntax."""
    return _SYNTAX.sub(lambda found: f"&#{ord(found[0])};" if html else f"{found[0]} ", text)
