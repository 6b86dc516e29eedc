"""What the pages on imports show: rows in words, numbers, how far it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms.organisations.models import Organisation
from cms.topics.pages import GoalPage, TopicPage

from .mapping import Field
from .models import Import, ImportRow
from .notes import CHOICES, Note, read

Outcome, State = ImportRow.Outcome, Import.State
REMARK, KEPT = "remark", "kept"


@dataclass(frozen=True)
class Count:
    """How many rows a filter leaves. `key` is what stands in the address."""

    key: str
    words: str
    number: int


@dataclass(frozen=True)
class Shown:
    """One row for a person: what is read of it, what happens, and what is said of that."""

    row: ImportRow
    name: str
    email: str
    organisation: str
    changes: list[str]
    notes: list[tuple[str, str, bool]]
    kept_because: str


def counts(source: Import) -> list[Count]:
    """The numbers above the rows, by outcome; and those with a remark, or that stayed when it was undone."""
    found = [
        Count(Outcome.CREATE, _("New members"), source.created),
        Count(Outcome.MERGE, _("Members updated"), source.merged),
        Count(Outcome.SKIP, _("Skipped"), source.skipped),
        Count(Outcome.FAULT, _("Faults"), source.faulty),
    ]
    if source.remarks:
        found.append(Count(REMARK, _("With a remark"), source.remarks))
    if source.state == State.UNDONE and source.kept:
        found.append(Count(KEPT, _("Stayed as they are"), source.kept))
    return found


def rows_of(source: Import, only: str) -> QuerySet[ImportRow]:
    """The rows that a filter leaves, in the order of the file."""
    rows = source.rows.order_by("number")
    if only == REMARK:
        return rows.filter(has_remark=True)
    if only == KEPT:
        return rows.exclude(kept_because=[])
    return rows.filter(outcome=only) if only in Outcome.values else rows


def shown(source: Import, rows: Iterable[ImportRow]) -> list[Shown]:
    """Three queries at most, however many rows."""
    listed = list(rows)
    names = Names(listed)
    return [in_words(source, row, names) for row in listed]


def in_words(source: Import, row: ImportRow, names: "Names") -> Shown:
    said = row.found
    name = f"{said.get('first_name', '')} {said.get('last_name', '')}".strip()
    where = names.organisation(said.get("organisation")) or said.get("organisation_name", "")
    return Shown(
        row=row,
        name=name or written(source, row, (Field.FIRST_NAME, Field.LAST_NAME, Field.NAME)),
        email=said.get("email") or written(source, row, (Field.EMAIL,)),
        organisation=where or written(source, row, (Field.ORGANISATION,)),
        changes=[names.change(field, *pair) for field, pair in row.changes.items()],
        notes=[(column_of(source, note), note.words, note.is_fault) for note in read(row.notes)],
        kept_because=why_kept(row),
    )


def why_kept(row: ImportRow) -> str:
    if not row.kept_because:
        return ""
    sentence, what = [*row.kept_because, ""][:2]
    return _(sentence) % {"what": _(what) if what else ""}


def written(source: Import, row: ImportRow, fields: Sequence[str]) -> str:
    """What stands in the file in these columns."""
    cells = [
        row.values[place]
        for place, name in enumerate(source.columns)
        if name in fields and place < len(row.values)
    ]
    return " ".join(cell for cell in cells if cell)[:120]


def column_of(source: Import, note: Note) -> str:
    """The heading in the file of the column that a note is about; empty for the whole row."""
    if note.column in source.columns:
        return str(source.headings[source.columns.index(note.column)])
    return ""


class Names:
    """The names of all that some rows point at by id."""

    def __init__(self, rows: Sequence[ImportRow]) -> None:
        pairs = [
            (field, value)
            for row in rows
            for field, pair in row.changes.items()
            for side in pair
            for value in (side if isinstance(side, list) else [side])
        ]
        pairs += [("organisation", row.found.get("organisation")) for row in rows]
        self.names = {
            field: titles(model, column, {value for name, value in pairs if name == field})
            for field, model, column in (
                ("organisation", Organisation, "name"),
                ("topics", TopicPage, "title"),
                ("goals", GoalPage, "title"),
            )
        }

    def organisation(self, pk: Any) -> str:
        return self.names["organisation"].get(pk, "")

    def change(self, field: str, before: Any, after: Any) -> str:
        """»Role: – → Director«."""
        label = _("Organisation") if field == Field.ORGANISATION else str(Field(field).label)
        return f"{label}: {self.value(field, before) or '–'} → {self.value(field, after)}"

    def value(self, field: str, value: Any) -> str:
        if field in self.names:
            several = value if isinstance(value, list) else [value]
            return ", ".join(self.names[field].get(one, str(one or "")) for one in several)
        if field in CHOICES and value:
            return str(CHOICES[field](value).label)
        return str(value or "")


def titles(model: Any, column: str, values: set[Any]) -> dict[Any, str]:
    ids = {value for value in values if isinstance(value, int)}
    return dict(model.objects.filter(pk__in=ids).values_list("pk", column)) if ids else {}


@dataclass(frozen=True)
class Pace:
    """How many rows are through, how many a second, how many seconds are left: None until one knows."""

    done: int
    rate: int | None
    left: int | None


def pace(source: Import) -> Pace:
    done = source.total * source.percent // 100
    if not source.begun_at or not done:
        return Pace(done, None, None)
    seconds = (source.touched_at - source.begun_at).total_seconds()
    if seconds < 1:
        return Pace(done, None, None)
    rate = done / seconds
    return Pace(done, round(rate), round((source.total - done) / rate))


def imports() -> QuerySet[Import]:
    """All there are, the latest first."""
    return Import.objects.select_related("created_by", "undone_by")


def faults_of(source: Import, row: ImportRow) -> str:
    """What is wrong with a row, in one line: »E-mail: There is no e-mail address. …«."""
    said = []
    for note in read(row.notes):
        if note.is_fault:
            column = column_of(source, note)
            said.append(f"{column}: {note.words}" if column else note.words)
    return " ".join(said)
