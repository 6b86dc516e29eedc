"""What a service letter says of one case: plain values, bounded and made harmless before they are shown.

Promotion has no way in here: markup stays text, an address of the net is taken out, a link leads to this site
only, and a value is at most a line. What a letter has to say beyond that stands in its kind's template.

One value may be longer, over several lines: what a member wrote to another (its name ends in `_text`). No
word of it is taken out, but nothing in it becomes a link.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import Promise

from cms.errors import NetworkError

from .message import hides_something
from .placeholders import one_line

# Characters of one value, values in one list, characters of one link.
LONGEST = 200
MOST_ITEMS = 20
LONGEST_LINK = 2_000
# A value of this name is a link; all others are words, numbers or times.
LINK = "_url"
# This one also stands in the letter's head, so that a mail program offers it (RFC 8058).
LEAVE_URL = "leave_url"
# A value of this name is what a person wrote to another.
TEXT = "_text"
LONGEST_TEXT = 2_000
KINDS_OF_VALUES = (bool, int, str, dt.datetime, dt.date, dt.time, list)
# Printable ASCII without what would end an attribute or a tag.
_LINK = re.compile(r"[!#-;=?-\[\]_a-z~]+")
# What mail programs make a link of by themselves.
_ADDRESS = re.compile(r"\b(?:[a-z][a-z0-9+.-]{1,20}://|www\.)\S*", re.IGNORECASE)
_DOMAIN = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_]{2})")
# The same in what a person wrote, where all words stay: only what makes them a link goes.
_SCHEME = re.compile(r"\b(?:[a-z][a-z0-9+.-]{1,20}://|mailto:|www\.)", re.IGNORECASE)
_ANY_DOMAIN = re.compile(r"(?<=\w)[.。．｡](?=[^\W\d_]{2})")
_EMPTY_LINES = re.compile(r"\n{3,}")


class LetterValuesError(NetworkError):
    """The values are not those that the kind of letter asks for."""

    code = "letter_values"


class ForeignLinkError(LetterValuesError):
    """A link in a service letter leads away from this site."""

    code = "letter_link"


def clean(sample: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The given values, safe to be put into a letter: one for each of the sample's, of its type.

    None is a value that is not there. Raises LetterValuesError.
    """
    if set(sample) != set(given):
        wrong = ", ".join(sorted(set(sample) ^ set(given)))
        raise LetterValuesError(f"A letter of this kind has other values. Look at: {wrong}")
    return {name: _clean(name, sample[name], value) for name, value in given.items()}


def _clean(name: str, sample: Any, value: Any) -> Any:
    if value is None:
        return None
    kind = type(sample)
    if kind is str and isinstance(value, Promise):
        value = str(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise LetterValuesError(f"The value {name} is not of the type {kind.__name__}.")
    if kind is str:
        if name.endswith(TEXT):
            return text(value)
        return link(value) if name.endswith(LINK) else words(value)
    if kind is list:
        return [words(_checked(name, one)) for one in value[:MOST_ITEMS]]
    return value


def _checked(name: str, one: Any) -> str:
    if not isinstance(one, str):
        raise LetterValuesError(f"The value {name} holds something else than text.")
    return one


def words(text: str) -> str:
    """One line of at most LONGEST characters, in which nothing is hidden and nothing becomes a link."""
    # Twice as long as what is kept, so that a long text costs no more than a short one.
    line = one_line(str(text)[: 2 * LONGEST])
    seen = "".join(sign for sign in line if not hides_something(sign))
    bare = " ".join(_DOMAIN.sub(". ", _ADDRESS.sub("", seen)).split())
    return bare if len(bare) <= LONGEST else bare[: LONGEST - 1].rstrip() + "…"


def text(written: str) -> str:
    """At most LONGEST_TEXT characters on lines of their own, in which nothing is hidden and nothing becomes a
    link: »https://odense.dk/klima« → »odense. dk/klima«.
    """
    lines = str(written)[: 2 * LONGEST_TEXT].splitlines()
    seen = [" ".join(_seen(line).split()) for line in lines]
    bare = _ANY_DOMAIN.sub(". ", _SCHEME.sub("", "\n".join(seen)))
    kept = _EMPTY_LINES.sub("\n\n", bare).strip()
    return kept if len(kept) <= LONGEST_TEXT else kept[: LONGEST_TEXT - 1].rstrip() + "…"


def _seen(line: str) -> str:
    return "".join(
        " " if sign == "\t" else sign for sign in line if sign == "\t" or not hides_something(sign)
    )


def link(address: str) -> str:
    """The whole address of a page of this site. Raises ForeignLinkError for any other."""
    whole = settings.SITE_URL + address if address.startswith("/") else address
    if len(whole) > LONGEST_LINK or not whole.startswith(f"{settings.SITE_URL}/"):
        raise ForeignLinkError("A link in a service letter leads to this site and to no other.")
    if not _LINK.fullmatch(whole):
        raise ForeignLinkError("A link in a service letter holds a sign that no address has.")
    return whole
