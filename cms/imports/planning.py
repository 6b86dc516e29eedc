"""Looking at every row: what it says, and what would happen to it. Nothing of a member is changed."""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.db.models import Count
from django.utils import timezone, translation

from .deciding import Decision, decide, known_of
from .interpreting import Interpreter, Understood
from .models import Import, ImportRow
from .notes import Note, Why
from .vocabulary import Vocabulary, vocabulary
from .writing import update

BATCH = 1_000
Outcome, State = ImportRow.Outcome, Import.State
WRITTEN = ["outcome", "notes", "has_remark", "email_key", "found", "changes"]
# Of the same address, the first row of one of these counts.
COUNTING = (Outcome.CREATE, Outcome.MERGE, Outcome.SKIP)


def fetch_vocabulary(now: dt.datetime) -> Vocabulary:
    return vocabulary(today=timezone.localdate(now))


def plan_batch(import_id: int, words: Vocabulary, *, now: dt.datetime) -> bool:
    """Look at the next thousand rows. False when there is nothing more to look at.

    The import is locked meanwhile, so two workers take turns and no row is looked at twice.
    """
    with transaction.atomic(), translation.override(None):
        source = Import.objects.select_for_update().filter(pk=import_id).first()
        if source is None or source.state != State.PLANNING:
            return False
        rows = list(source.rows.filter(number__gt=source.cursor).order_by("number")[:BATCH])
        if rows:
            look_at(source, rows, words)
            source.cursor = rows[-1].number
        if len(rows) < BATCH:
            finish(source)
        source.touched_at = now
        source.save()
        return len(rows) == BATCH


def look_at(source: Import, rows: list[ImportRow], words: Vocabulary) -> None:
    interpreter, series = Interpreter(source, words), list(source.series.all())
    understood = {row.number: interpreter.understood(row.values) for row in rows}
    keys = {one.email_key for one in understood.values() if one.email_key}
    known = known_of(keys, series=series)
    first = first_rows(source, keys, rows[0].number)
    for row in rows:
        found = understood[row.number]
        if found.is_faulty:
            decision = Decision(Outcome.FAULT, [])
        elif found.email_key in first:
            decision = Decision(
                Outcome.SKIP, [Note(Why.TWICE, "email", "", str(first[found.email_key]))]
            )
        else:
            decision = decide(
                source=source, series=series, key=found.email_key, said=found.said, known=known
            )
            if decision.outcome in COUNTING:
                first[found.email_key] = row.number
        write_down(row, found, decision)
    update(
        ImportRow, WRITTEN, ([row.pk, *(getattr(row, name) for name in WRITTEN)] for row in rows)
    )


def first_rows(source: Import, keys: set[str], number: int) -> dict[str, int]:
    """Address → the earlier row of this file that counts for it."""
    earlier = source.rows.filter(email_key__in=keys, number__lt=number, outcome__in=COUNTING)
    rows = earlier.order_by("-number").values_list("email_key", "number")
    return dict(rows)


def write_down(row: ImportRow, found: Understood, decision: Decision) -> None:
    decision.notes = [*found.notes, *decision.notes]
    row.outcome, row.email_key, row.found = decision.outcome, found.email_key, found.said
    row.notes = [note.stored() for note in decision.notes]
    row.has_remark, row.changes = decision.has_remark, decision.changes
    if row.outcome == Outcome.FAULT:
        row.found = {}


def finish(source: Import) -> None:
    """The preview is whole: count it. The database refuses numbers that do not balance."""
    numbers = source.rows.order_by().values_list("outcome").annotate(Count("pk"))
    counted = Counter(dict(numbers))
    source.created, source.merged = counted[Outcome.CREATE], counted[Outcome.MERGE]
    source.skipped, source.faulty = counted[Outcome.SKIP], counted[Outcome.FAULT]
    source.remarks = source.rows.filter(has_remark=True).count()
    source.state = State.PLANNED
