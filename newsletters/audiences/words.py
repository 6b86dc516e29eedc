"""Small joints of Danish and English sentences."""

from django.utils.translation import gettext as _

# A list longer than this tells a reader nothing more.
MOST_NAMED = 8


def join_or(words: list[str]) -> str:
    """»a, b or c«. Of a long list the first ones, and how many others there are."""
    if len(words) > MOST_NAMED + 1:
        others = _("%(count)s others") % {"count": len(words) - MOST_NAMED}
        words = [*words[:MOST_NAMED], others]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s or %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def join_and(words: list[str]) -> str:
    """»a, b and c«."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def shorten(text: str, most: int) -> str:
    """The text, or as much of it as there is room for."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
