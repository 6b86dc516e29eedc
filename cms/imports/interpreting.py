"""What one row says of a person, in the terms of the tables; and what in it cannot be understood."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation

from cms.mail.addresses import canonical
from cms.mail.message import hides_something
from cms.members.models import Member
from cms.members.names import seen_name
from cms.organisations.models import Organisation

from .mapping import Field
from .models import MOST_CHARACTERS, Import
from .notes import Note, Why
from .vocabulary import SeveralError, Vocabulary

LOST = "\ufffd"
FIRST, LAST, ORGANISATION = (
    int(model._meta.get_field(name).max_length or 0)  # type: ignore[union-attr]  # of words
    for model, name in ((Member, "first_name"), (Member, "last_name"), (Organisation, "name"))
)
ONE_OF = (Field.UNIT, Field.ROLE, Field.LEVEL, Field.LANGUAGE)
SEVERAL_OF = (Field.TOPICS, Field.GOALS)
# RFC 2142, and what Danish public bodies call their common mailboxes.
SHARED = frozenset((Path(__file__).parent / "data" / "shared.txt").read_text().split())
SHARED_ENDS = ("-list", "-liste", "-request", "-owner", "-bounces")


@dataclass
class Understood:
    """`said` is kept with the row: only what the row says something of."""

    email_key: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def is_faulty(self) -> bool:
        return any(note.is_fault for note in self.notes)


class Interpreter:
    """Reads the rows of one import. Works in English, so that what is noted can be translated later."""

    def __init__(self, source: Import, vocabulary: Vocabulary) -> None:
        self.source, self.vocabulary = source, vocabulary
        self.places = {name: place for place, name in enumerate(source.columns) if name}
        self.width = len(source.columns)

    def understood(self, values: Sequence[str]) -> Understood:
        found = Understood()
        cells = {name: values[place] for name, place in self.places.items()}
        if len(values) > self.width:
            found.notes.append(Note(Why.TOO_MANY_CELLS))
        for name, cell in cells.items():
            if not cell.isprintable() or LOST in cell:
                self.check_signs(found, name, cell)
            if len(cell) > MOST_CHARACTERS:
                found.notes.append(Note(Why.TOO_LONG, name, cell, str(MOST_CHARACTERS)))
        if not found.notes:
            self.read_address(found, cells[Field.EMAIL])
            self.read_names(found, cells)
            self.read_work(found, cells)
            if found.email_key:
                self.read_organisation(found, cells.get(Field.ORGANISATION, ""))
        return found

    def check_signs(self, found: Understood, name: str, cell: str) -> None:
        # Lines and tabs are how people write in a cell; names are put on one line.
        plain = " ".join(cell.split())
        if LOST in plain or hides_something(plain):
            found.notes.append(Note(Why.UNREADABLE, name, visible(plain)))

    def read_address(self, found: Understood, cell: str) -> None:
        written = cell.removeprefix("mailto:").strip()
        if not written:
            found.notes.append(Note(Why.NO_ADDRESS, Field.EMAIL))
            return
        try:
            found.email_key = canonical(written)
        except ValidationError as error:
            said = in_english(error)
            found.notes.append(Note(Why.ADDRESS, Field.EMAIL, written, said))
            return
        found.said["email"] = written
        if is_shared(found.email_key):
            found.notes.append(Note(Why.ROLE_ADDRESS, Field.EMAIL, written))

    def read_names(self, found: Understood, cells: dict[str, str]) -> None:
        first, last = cells.get(Field.FIRST_NAME, ""), cells.get(Field.LAST_NAME, "")
        column = Field.FIRST_NAME if Field.FIRST_NAME in cells else Field.NAME
        if Field.NAME in cells and not first:
            first, last = split_name(cells[Field.NAME], last)
        parts = (("first_name", column, first, FIRST), ("last_name", Field.LAST_NAME, last, LAST))
        for name, where, written, longest in parts:
            if not written:
                continue
            try:
                found.said[name] = seen_name(written, longest)
            except ValidationError as error:
                found.notes.append(Note(Why.NAME, where, visible(written), in_english(error)))
        if not first.strip():
            found.notes.append(Note(Why.NO_NAME, column))

    def read_work(self, found: Understood, cells: dict[str, str]) -> None:
        for name in ONE_OF:
            if cell := cells.get(name, ""):
                meant = self.vocabulary.meant(name, cell)
                if meant is None:
                    self.note_unknown(found, name, cell)
                else:
                    found.said[name.value] = meant
        for name in SEVERAL_OF:
            if cell := cells.get(name, ""):
                meant, unknown = self.vocabulary.all_meant(name, cell)
                for part in unknown[:3]:
                    self.note_unknown(found, name, part)
                if meant:
                    found.said[name.value] = meant

    def note_unknown(self, found: Understood, name: Field, cell: str) -> None:
        if self.source.leaves_out_unknown:
            found.notes.append(Note(Why.LEFT_OUT, name, cell))
        else:
            shown = self.vocabulary.shown.get(name, "")
            found.notes.append(Note(Why.UNKNOWN_WORD, name, cell, shown))

    def read_organisation(self, found: Understood, cell: str) -> None:
        places, name = self.vocabulary.places, " ".join(cell.split())
        if not name:
            at_home = places.of_address(found.email_key)
            if at_home:
                found.said |= {"organisation": at_home.pk, "by_domain": True}
                found.notes.append(Note(Why.BY_DOMAIN, Field.ORGANISATION, "", at_home.name))
            return
        try:
            meant = places.called(name)
        except SeveralError:
            found.notes.append(Note(Why.SEVERAL_ORGANISATIONS, Field.ORGANISATION, name))
            return
        if meant:
            found.said["organisation"] = meant.pk
        elif not self.source.makes_organisations:
            found.notes.append(Note(Why.UNKNOWN_ORGANISATION, Field.ORGANISATION, name))
        else:
            self.read_new_organisation(found, name)

    def read_new_organisation(self, found: Understood, name: str) -> None:
        try:
            found.said["organisation_name"] = seen_name(name, ORGANISATION)
        except ValidationError as error:
            more = in_english(error)
            found.notes.append(Note(Why.NAME, Field.ORGANISATION, name, more))
        else:
            found.notes.append(Note(Why.NEW_ORGANISATION, Field.ORGANISATION, name))


def in_english(error: ValidationError) -> str:
    with translation.override(None, deactivate=False):
        return " ".join(str(words) for words in error.messages)


def visible(text: str) -> str:
    return "".join(LOST if hides_something(sign) else sign for sign in text)


def split_name(name: str, last: str) -> tuple[str, str]:
    """»Anna Marie Holm« → »Anna Marie«, »Holm«; »Holm, Anna« → »Anna«, »Holm«."""
    if "," in name and not last:
        behind, _comma, before = name.partition(",")
        return before.strip() or behind.strip(), behind.strip() if before.strip() else ""
    words = name.split()
    if last or len(words) < 2:
        return " ".join(words), last
    return " ".join(words[:-1]), words[-1]


def is_shared(known: str) -> bool:
    """Whether an address looks like one that several read."""
    local = known.partition("@")[0].partition("+")[0]
    return local in SHARED or local.endswith(SHARED_ENDS)
