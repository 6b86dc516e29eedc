"""Words that are filled in for each reader, and merge tags from other programs, which nobody fills in."""

import re
from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..vocabulary import TYPED, WORDS, code_of
from .draft import WITH_TEXT, Draft
from .fault import Fault, warning

# In this order: Handlebars and its many relatives, Mailjet, Python, Mailchimp, Mailgun, and the few bare
# names that nobody means in earnest.
MERGE_TAG = re.compile(
    r"\{\{[^{}\n]{1,80}\}\}"
    r"|\[\[[^\[\]\n]{1,80}\]\]"
    r"|%\(\w{1,40}\)s"
    r"|\*\|[^|\n]{1,80}\|\*"
    r"|%recipient[._]\w{1,40}%"
    r"|\{(?:first_?name|last_?name|name|email|fornavn|efternavn|navn)\}",
    re.IGNORECASE,
)
# One of our words without anything to stand in for it.
ALONE = re.compile(r"\[([^\[\]|<>\n]{1,40})\|?\]")


def has_no_merge_tags(draft: Draft) -> Iterator[Fault]:
    for passage in draft.passages:
        for written in dict.fromkeys(MERGE_TAG.findall(passage.words)):
            words = _(
                "%(where)s holds »%(written)s«, which is shown to readers as it stands. "
                "Take it out: the letter greets each reader by name already."
            )
            yield warning(words % {"where": passage.where, "written": written}, passage.block)


def has_known_words(draft: Draft) -> Iterator[Fault]:
    """`[fornavn|kollega]`: a word of the list, something in its place, and in a block."""
    for passage in draft.passages:
        for found in TYPED.finditer(passage.words):
            names = {"where": passage.where, "written": found[0]}
            if not passage.block and not passage.kind:
                words = _(
                    "%(where)s holds »%(written)s«, but only the blocks of the letter can be filled in for "
                    "each reader. Write it without."
                )
                yield Fault(words % names)
            elif not code_of(found[1]):
                words = _(
                    "%(where)s holds »%(written)s«, which is no word that can be filled in. "
                    "The words are: %(words)s."
                )
                yield Fault(words % {**names, "words": listed()}, passage.block)


def has_fallbacks(draft: Draft) -> Iterator[Fault]:
    for passage in draft.passages:
        typed = [found[1] for found in ALONE.finditer(passage.words)]
        empty = [f[1] for f in TYPED.finditer(passage.words) if not f[2].strip()]
        for word in dict.fromkeys(word for word in (*typed, *empty) if code_of(word)):
            words = _(
                "%(where)s holds »[%(word)s]« without saying what to write where nothing is known. "
                "Write it as »[%(word)s|colleague]«."
            )
            yield Fault(words % {"where": passage.where, "word": word}, passage.block)


def fills_words(draft: Draft) -> Iterator[Fault]:
    """A word that is half bold, or half a link, is not seen as one when the letter is made."""
    letter = draft.letter
    if letter is None:
        return
    left = {f[0] for f in TYPED.finditer(letter.text) if code_of(f[1]) and f[2].strip()}
    for passage in draft.passages:
        for written in sorted(left):
            if passage.kind in WITH_TEXT and written in passage.words:
                words = _(
                    "%(where)s holds »%(written)s«, but a part of it is bold, italic or a link. "
                    "Take the formatting off, or put it on all of it."
                )
                yield Fault(words % {"where": passage.where, "written": written}, passage.block)


def listed() -> str:
    """The words as they are typed in the active language."""
    language = get_language() or "da"
    return ", ".join(word.typed.get(language, word.typed["da"]) for word in WORDS.values())
