"""What a service letter says of one case: plain values, bounded and made harmless before they are shown.

Promotion has no way in here: markup stays text, an address of the net is taken out, a link leads to this site
only, and a value is at most a line. What a letter has to say beyond that stands in its kind's template.
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
KINDS_OF_VALUES = (bool, int, str, dt.datetime, dt.date, dt.time, list)
# Printable ASCII without what would end an attribute or a tag.
_LINK = re.compile(r"[!#-;=?-\[\]_a-z~]+")
# What mail programs make a link of by themselves.
_ADDRESS = re.compile(r"\b(?:[a-z][a-z0-9+.-]{1,20}://|www\.)\S*", re.IGNORECASE)
_DOMAIN = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_]{2})")


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
        return link(value) if name.endswith(LINK) else words(value)
    if kind is list:
        return [words(_text(name, one)) for one in value[:MOST_ITEMS]]
    return value


def _text(name: str, one: Any) -> str:
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


def link(address: str) -> str:
    """The whole address of a page of this site. Raises ForeignLinkError for any other."""
    whole = settings.SITE_URL + address if address.startswith("/") else address
    if len(whole) > LONGEST_LINK or not whole.startswith(f"{settings.SITE_URL}/"):
        raise ForeignLinkError("A link in a service letter leads to this site and to no other.")
    if not _LINK.fullmatch(whole):
        raise ForeignLinkError("A link in a service letter holds a sign that no address has.")
    return whole
