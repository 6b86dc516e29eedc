"""The kinds of service letters: each with its fixed words, and how long it is of use and kept.

A package declares its own in `letters.py`, which its app imports when it starts. There is no other way to
write a service letter: what has no kind cannot be posted, and a kind's words stand in templates under version
control, not in an editor's field.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from cms.errors import NetworkError

from .values import KINDS_OF_VALUES, LINK

_NAME = re.compile(r"[a-z]+\.[a-z_]+")
LONGEST_NAME = 60


class UnknownKindError(NetworkError):
    """No package has declared a kind of letter of this name."""

    code = "letter_kind"


@dataclass(frozen=True)
class Kind:
    """One kind of service letter.

    `name` is »package.verb_noun«, `label` what an editor reads. `template` is the trio's path without its
    endings `.subject.txt`, `.txt` and `.mjml`. `sample` has an example of each value that such a letter says:
    its names and types are the only ones taken, a name that ends in `_url` is a link to this site, and
    one that ends in `_text` is what a person wrote to another.
    `is_secret` letters hold a code or a link that opens something: the admin never shows them, and they are
    emptied when they are accepted or given up. After `lifetime` a letter is given up, not sent late; after
    `keep_days` its words and its address are forgotten; with none, as soon as it is accepted or refused.
    """

    name: str
    label: str | Promise
    template: str
    sample: Mapping[str, Any] = field(default_factory=dict)
    is_secret: bool = False
    lifetime: dt.timedelta = dt.timedelta(days=3)
    keep_days: int = 90

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.name) > LONGEST_NAME:
            raise ValueError(f"{self.name!r} is no name of a kind: write »package.verb_noun«.")
        for name, value in self.sample.items():
            if type(value) not in KINDS_OF_VALUES:
                raise ValueError(f"{self.name}: {name} is no plain value.")
            if name.endswith(LINK) and not str(value).startswith("/"):
                raise ValueError(f"{self.name}: the sample of {name} begins with /.")


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Declare a kind. The same twice is one; two of one name are a mistake."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"There is another kind of letter named {kind.name}.")
    return kind


def kind_of(name: str) -> Kind:
    """The kind of this name. Raises UnknownKindError."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKindError(f"There is no kind of letter named {name!r}.") from None


def all_kinds() -> list[Kind]:
    """All that are declared, by name."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)


def label_of(name: str) -> str:
    """What an editor reads; the name itself where its package is gone."""
    return str(_kinds[name].label) if name in _kinds else name


def is_secret(name: str) -> bool:
    """Whether a letter of this kind is shown to nobody. What is not known is not shown."""
    return name not in _kinds or _kinds[name].is_secret


def leaves_nothing(name: str) -> bool:
    """Whether even the address is forgotten as soon as the letter has gone."""
    return name in _kinds and _kinds[name].keep_days == 0


def secret_names() -> list[str]:
    return [kind.name for kind in _kinds.values() if kind.is_secret]
