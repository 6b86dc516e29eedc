"""What is said of a row: a reason, the column it is about, and what stands there.

Kept as codes and put into words where somebody reads them, in their language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.content.levels import Level
from cms.members.work import Language, Role, Unit

MOST_QUOTED = 60
# The fields whose words are ours.
CHOICES: dict[str, Any] = {"unit": Unit, "role": Role, "level": Level, "language": Language}


class Why(TextChoices):
    """Reasons. `%(value)s` is what stands in the cell, cut short; `%(more)s` what else is to be said."""

    # Faults: such a row is not imported.
    ADDRESS = "address", _("»%(value)s«: %(more)s Correct the address.")
    NO_ADDRESS = "no_address", _("There is no e-mail address. Write it in this column.")
    NO_NAME = "no_name", _("There is no first name, and letters begin with it. Write it.")
    NAME = "name", _("»%(value)s«: %(more)s")
    UNKNOWN_ORGANISATION = (
        "unknown_organisation",
        _(
            "No organisation is called »%(value)s«. Write it as it stands in the register, or go back and "
            "choose that new ones are made."
        ),
    )
    SEVERAL_ORGANISATIONS = (
        "several_organisations",
        _("»%(value)s« can be several organisations. Write the whole name or the code."),
    )
    NO_ORGANISATION = (
        "no_organisation",
        _("There is no organisation, and the address does not tell. Write where the person works."),
    )
    UNKNOWN_WORD = (
        "unknown_word",
        _("»%(value)s« is none of the words we know here: %(more)s. Choose one of them."),
    )
    TOO_LONG = "too_long", _("The cell holds more than %(more)s characters. Shorten it.")
    UNREADABLE = (
        "unreadable",
        _("»%(value)s« holds characters that cannot be read or seen. Type the cell anew."),
    )
    TOO_MANY_CELLS = (
        "too_many_cells",
        _("The row has more cells than there are headings. Look for a stray separator or quote."),
    )
    # Reasons to skip.
    TWICE = "twice", _("The same address stands in row %(more)s, which counts.")
    KNOWN = "known", _("Is a member already, and you chose to leave members as they are.")
    NOTHING_NEW = "nothing_new", _("Is a member already; the row says nothing new.")
    STOPPED = (
        "stopped",
        _("Mail to this address is stopped (%(more)s), so it does not come back by a file."),
    )
    ERASED = "erased", _("Was erased at their own wish. Only they can come back, by joining.")
    GONE = "gone", _("Was deleted after you looked at the preview, and is not made again.")
    # Remarks: the row is imported.
    ROLE_ADDRESS = (
        "role_address",
        _("»%(value)s« looks like a mailbox that several share. A consent is one person's."),
    )
    LEFT_OUT = "left_out", _("»%(value)s« is none of the words we know, and is left out.")
    SAID_NO = "said_no", _("Has said no to %(more)s before, so no consent is written.")
    NO_MAIL = "no_mail", _("Mail is stopped (%(more)s), so no consent is written.")
    BY_DOMAIN = "by_domain", _("The organisation is read from the address: %(more)s.")
    NEW_ORGANISATION = "new_organisation", _("»%(value)s« is made as a new organisation.")


# Their `more` is a sentence of ours in English, put into the reader's language here.
TRANSLATED = {Why.ADDRESS, Why.NAME, Why.STOPPED, Why.NO_MAIL}
FAULTS = (
    Why.ADDRESS,
    Why.NO_ADDRESS,
    Why.NO_NAME,
    Why.NAME,
    Why.UNKNOWN_ORGANISATION,
    Why.SEVERAL_ORGANISATIONS,
    Why.NO_ORGANISATION,
    Why.UNKNOWN_WORD,
    Why.TOO_LONG,
    Why.UNREADABLE,
    Why.TOO_MANY_CELLS,
)
# What a reader is told of without having to do anything.
QUIET = frozenset({Why.BY_DOMAIN, Why.NOTHING_NEW, Why.KNOWN, Why.TWICE})


@dataclass(frozen=True)
class Note:
    """`column` is a field's key, or empty for the whole row."""

    why: Why
    column: str = ""
    value: str = ""
    more: str = ""

    def stored(self) -> list[str]:
        return [self.why.value, self.column, self.value[:MOST_QUOTED], self.more]

    @property
    def is_fault(self) -> bool:
        return self.why in FAULTS

    @property
    def words(self) -> str:
        more = self.more
        if self.why in TRANSLATED and more:
            more = gettext(more)
        elif self.why == Why.UNKNOWN_WORD and self.column in CHOICES:
            more = ", ".join(str(label) for label in CHOICES[self.column].labels)
        return str(self.why.label) % {"value": self.value, "more": more}


def read(stored: Sequence[Sequence[Any]]) -> list[Note]:
    """The notes that a row holds; what an older version wrote and nobody knows any more is left out."""
    return [
        Note(Why(code), column, value, more)
        for code, column, value, more in stored
        if code in Why.values
    ]
