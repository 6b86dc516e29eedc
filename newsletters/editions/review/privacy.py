"""What a letter owes people: a way out, and silence about who they are."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.mail.placeholders import used

from ..personal import UNSUBSCRIBE_URL
from .draft import Draft
from .fault import Fault

# »Personnummeret i CPR« (CPR-kontoret): day, month, year, then four digits. Databeskyttelsesloven § 11 says
# who may pass one on; a newsletter is not among them.
CPR = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2}) ?[-–‑]? ?\d{4}(?!\d)", re.ASCII)


def holds_no_cpr_number(draft: Draft) -> Iterator[Fault]:
    for passage in draft.passages:
        # The number itself is not said again: the fault may be shown on a shared screen.
        if has_cpr_number(passage.words):
            words = _(
                "%(where)s holds what looks like a CPR number. Take it out before anybody reads it."
            )
            yield Fault(words % {"where": passage.where}, passage.block)


def can_be_unsubscribed_from(draft: Draft) -> Iterator[Fault]:
    """Markedsføringsloven § 10 and RFC 8058: out again must be as easy as in, whichever part is read."""
    letter = draft.letter
    if letter is None:
        return
    if UNSUBSCRIBE_URL not in used(letter.html):
        yield Fault(
            _("The letter has no link to unsubscribe. Ask whoever looks after its template.")
        )
    if UNSUBSCRIBE_URL not in used(letter.text):
        yield Fault(
            _(
                "The plain-text part of the letter has no link to unsubscribe. "
                "Ask whoever looks after its template."
            )
        )


def has_cpr_number(text: str) -> bool:
    return any(is_date(*map(int, found.groups())) for found in CPR.finditer(text))


def is_date(day: int, month: int, year: int) -> bool:
    """Whether the day exists. Any century serves: 1900 alone is no leap year where 2000 is."""
    try:
        dt.date(2000 + year, month, day)
    except ValueError:
        return False
    return True
