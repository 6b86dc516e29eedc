"""What was typed, bounded before anything looks at it."""

import re

from cms.content.searching import clean

MAX_QUERY = 200
MAX_WORDS = 10


def tidy(typed: str) -> str:
    """What was typed on one line: at most ten words and 200 characters, no quotation or control signs."""
    return " ".join(clean(typed[: MAX_QUERY * 4]).split()[:MAX_WORDS])[:MAX_QUERY].strip()


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without what stands between them."""
    return re.findall(r"[^\W\d_]+", text.lower())
