"""What a letter says to one person: the greeting, the links to leave and to choose, and the personal words.

The two addresses are placeholders while a letter is written; when it goes out, they are written out once and
only their token is left for each recipient.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.mail.placeholders import one_line

from .vocabulary import HTML, WORDS, Filled, columns

GREETING, GREETING_HTML = "greeting", "greeting_html"
# Two pages, one token: it may lower what a reader gets, and nothing else.
UNSUBSCRIBE_URL, UNSUBSCRIBE_TOKEN = "unsubscribe_url", "unsubscribe_token"
CHOICES_URL = "choices_url"
# The links of a preview lead nowhere: it unsubscribes nobody.
NOWHERE = {UNSUBSCRIBE_URL: "#", CHOICES_URL: "#"}
# As many as Denmark has first names; the memory stays small whatever people are called.
MOST_NAMES = 20_000

Fields = dict[str, str]


def personal_writer(table: Sequence[Filled] = ()) -> Callable[..., Fields]:
    """A function from (first name, unsubscribe token, *facts) to the values that are each recipient's own.

    The facts are those of `vocabulary.columns(table)`, in that order. In the language that is active now.
    What goes into HTML is escaped once, here; the others are plain text. Many people share a name and a
    workplace, so what is made of them is made once for each.
    """
    dear, nameless = _("Dear %(name)s"), _("Dear member")
    codes = [code for code in dict.fromkeys(each.code for each in table) if code != "first_name"]
    made: dict[str | tuple, Fields] = {}

    def make(first_name: str, facts: tuple[str | None, ...]) -> Fields:
        name = one_line(first_name)
        words = dear % {"name": name} if name else nameless
        fields = {GREETING: words, GREETING_HTML: str(escape(words))}
        known = {"first_name": name, **dict(zip(codes, facts, strict=False))}
        for each in table:
            value = one_line(known.get(each.code) or "") or each.fallback
            fields |= {each.name: value, each.name + HTML: str(escape(value))}
        return fields

    def write(first_name: str, token: str, *facts: str | None) -> Fields:
        # The name alone is the key where nothing else is needed: there may be a million of them.
        person = (first_name, *facts) if facts else first_name
        fields = made.get(person)
        if fields is None:
            fields = make(first_name, facts)
            if len(made) < MOST_NAMES:
                made[person] = fields
        own = fields.copy()
        own[UNSUBSCRIBE_TOKEN] = token
        return own

    return write


def facts_of(person: Any, table: Sequence[Filled]) -> list[str]:
    """What these words need of a member, or of anybody with some of a member's fields."""
    return [str(follow(person, path.split("__")) or "") for path in columns(table)]


def follow(thing: Any, names: list[str]) -> Any:
    for name in names:
        thing = getattr(thing, name, None)
    return thing


def sample_fields(table: Sequence[Filled] = ()) -> Fields:
    """The values that the preview shows."""
    samples = {word.column: word.sample for word in WORDS.values()}
    facts = [samples[column] for column in columns(table)]
    write = personal_writer(table)
    return {**write(WORDS["first_name"].sample, "", *facts), **NOWHERE}
