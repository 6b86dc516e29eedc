"""What every criterion can do, and the two sorts of values that most have.

A criterion reads its values (ids, words or a day), offers them as choices, finds the members, and says
it in words.
"""

import re
from collections.abc import Collection
from typing import Any

from django.db.models import Q, TextChoices
from django.utils.functional import Promise
from django.utils.translation import ngettext

from .words import join_or

Value = int | str
Text = str | Promise
WORD = re.compile(r"[a-z_]{1,20}\Z")
LARGEST_ID = 2**31 - 1


class Criterion:
    """One thing to narrow by. `positive` and `negative` say it, around `%(values)s`."""

    name: str
    label: Text
    positive: Text
    negative: Text
    control = "ticks"
    most_values = 200

    def read(self, value: Any) -> Value:
        """The value as it is kept. Raises ValueError for what can be none; one that is gone is kept."""
        raise NotImplementedError

    def choices(self) -> list[tuple[Value, str]]:
        """What an editor can tick, in order."""
        raise NotImplementedError

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        """The words of those of these values that there still are, in the order of the choices."""
        return {value: title for value, title in self.choices() if value in values}

    def query(self, values: Collection[Value]) -> Q:
        """The members for whom it is true."""
        raise NotImplementedError

    def gone(self, count: int) -> str:
        words = ngettext("a choice that is gone", "%(count)s choices that are gone", count)
        return words % {"count": count}

    def words(self, values: Collection[Value], is_true: bool, titles: dict[Value, str]) -> str:
        """»are interested in water or energy«, with the titles that were looked up for many at once."""
        named = [title for value, title in titles.items() if value in values]
        if missing := len(values) - len(named):
            named.append(self.gone(missing))
        return str(self.positive if is_true else self.negative) % {"values": join_or(named)}


class Ids(Criterion):
    """Values that are ids, from 1."""

    def read(self, value: Any) -> int:
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 11:
            value = int(value)
        if type(value) is not int or not 0 < value <= LARGEST_ID:
            raise ValueError
        return value


class Words(Criterion):
    """Values out of a fixed list."""

    options: type[TextChoices]
    column: str

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or not WORD.match(value):
            raise ValueError
        return value

    def choices(self) -> list[tuple[Value, str]]:
        return [(value, str(label)) for value, label in self.options.choices]

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        return {value: f"»{label}«" for value, label in super().titles(values).items()}

    def query(self, values: Collection[Value]) -> Q:
        return Q(**{f"{self.column}__in": values})
