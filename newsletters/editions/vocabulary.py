"""The words that a letter can fill in for each reader, and how an editor types them: `[fornavn|kollega]`.

A closed list, no template language: what stands in brackets is one of these words and what is said where
nothing is known. While a letter is made, a typed word is a placeholder that bears both (`marked`); when it is
made, each gets a short name, and a table says what it stands for (`settled`). All else in brackets is text.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from cms.mail.placeholders import CLOSE, OPEN, placeholder, plain

LONGEST_FALLBACK = 80
# Also a word that is none of ours: a typing error must not go out unseen.
TYPED = re.compile(r"\[([^\W\d_][^\[\]|<>\n]{0,39})\|([^\[\]|<>\n]{0,80})\]")
_MARK = re.compile(f"{OPEN}([a-z_]+)0([0-9a-f]*){CLOSE}")
HTML = "_html"


@dataclass(frozen=True)
class Word:
    """A word of the list. `typed` is how editors write it, by language.

    `column` is where a member has it, by Django's path; empty for what is the same for all readers.
    """

    code: str
    typed: dict[str, str]
    sample: str
    about: str | Promise
    column: str = ""


WORDS = {
    word.code: word
    for word in (
        Word(
            "first_name",
            {"da": "fornavn", "en": "first name"},
            "Anna",
            _("the reader's first name"),
            "first_name",
        ),
        Word(
            "last_name",
            {"da": "efternavn", "en": "last name"},
            "Berg",
            _("the reader's last name"),
            "last_name",
        ),
        Word(
            "organisation",
            {"da": "organisation", "en": "organisation"},
            "Middelfart Kommune",
            _("where the reader works"),
            "organisation__name",
        ),
        Word(
            "next_day",
            {"da": "næste dag", "en": "next day"},
            "",
            _("the next network day that one can sign up for"),
        ),
        Word(
            "next_date",
            {"da": "næste dato", "en": "next date"},
            "",
            _("when that day is"),
        ),
    )
}
# Whatever language a letter is in, both ways of writing a word are understood.
_CODES = {typed: word.code for word in WORDS.values() for typed in word.typed.values()}


@dataclass(frozen=True)
class Filled:
    """A personal word of a made letter: its placeholder's name, which word it is, what stands in for it."""

    name: str
    code: str
    fallback: str


def code_of(typed: str) -> str:
    """The code of a word as somebody typed it; empty for none."""
    return _CODES.get(" ".join(typed.casefold().split()), "")


def marked(text: str) -> str:
    """The text with each word of the list as a placeholder that bears its fallback.

    A word without a fallback stays as it was typed: the review says so.
    """

    def mark(found: re.Match[str]) -> str:
        code, fallback = code_of(found[1]), " ".join(found[2].split())
        if not code or not fallback:
            return found[0]
        return placeholder(f"{code}0{fallback.encode().hex()}")

    return TYPED.sub(mark, text) if "|" in text else text


def said(text: str) -> str:
    """What an editor typed, clean and with its personal words as placeholders."""
    return marked(plain(text))


def impersonal(text: str) -> str:
    """What everybody may read, on the web: each word's fallback. For text and for HTML alike."""
    if "|" not in text:
        return text
    return TYPED.sub(lambda found: found[2].strip() if code_of(found[1]) else found[0], text)


def impersonal_all(value: Any) -> Any:
    """The same for every text in a value of lists and dictionaries."""
    if isinstance(value, str):
        return impersonal(value)
    if isinstance(value, dict):
        return {name: impersonal_all(inner) for name, inner in value.items()}
    return [impersonal_all(inner) for inner in value] if isinstance(value, list) else value


def settled(
    html: str, text: str, shared: Callable[[str], str]
) -> tuple[str, str, tuple[Filled, ...]]:
    """(HTML, text, table): what is the same for all readers written out, the others under short names.

    `shared` says such a word, or nothing where there is nothing to say. What is written out in HTML is
    escaped; for the others a recipient has two values, `name` and `name_html`.
    """
    marks = sorted({*_MARK.findall(html), *_MARK.findall(text)})
    if not marks:
        return html, text, ()
    known: dict[tuple[str, str], Filled | str] = {}
    for number, (code, coded) in enumerate(marks, 1):
        fallback = bytes.fromhex(coded).decode()
        is_own = bool(WORDS[code].column)
        own = Filled(f"{code}_{number}", code, fallback)
        known[code, coded] = own if is_own else shared(code) or fallback

    def in_html(found: re.Match[str]) -> str:
        what = known[found[1], found[2]]
        return placeholder(what.name + HTML) if isinstance(what, Filled) else str(escape(what))

    def in_text(found: re.Match[str]) -> str:
        what = known[found[1], found[2]]
        return placeholder(what.name) if isinstance(what, Filled) else what

    table = tuple(what for what in known.values() if isinstance(what, Filled))
    return _MARK.sub(in_html, html), _MARK.sub(in_text, text), table


def columns(table: Sequence[Filled]) -> list[str]:
    """Where a member has what these words need, besides the first name, which every letter knows."""
    codes = dict.fromkeys(filled.code for filled in table)
    return [WORDS[code].column for code in codes if code != "first_name"]
