"""What can be done with an import: upload, choose columns, run, undo, throw away."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.members.models import User
from cms.series.models import Series

from . import working
from .mapping import guessed, is_enough
from .models import Import, ImportRow
from .tasks import ring

BATCH = 1_000
# Files up to so many rows are worked on while the editor waits: a second or two.
PLANNED_AT_ONCE = 2_000
RUN_AT_ONCE = 10_000
UNDONE_AT_ONCE = 500
State = Import.State


class ImportStateError(NetworkError):
    """What is asked for does not fit where the import is: it runs, it is over, its day has passed."""

    code = "import_state"
    status = 409


class ColumnsMissingError(NetworkError):
    """Without an address and a first name, nobody can become a member."""

    code = "import_columns_missing"


class SourceMissingError(NetworkError):
    """A consent says where it comes from."""

    code = "import_source_missing"


@dataclass(frozen=True)
class Choices:
    """What an editor chose for an import. `columns`: for each heading a field's key, or »«."""

    columns: Sequence[str]
    on_known: str
    language: str
    series: Sequence[Series] = ()
    source: str = ""
    source_on: dt.date | None = None
    makes_organisations: bool = False
    leaves_out_unknown: bool = False


def upload(
    *,
    file_name: str,
    headings: Sequence[str],
    rows: Iterable[tuple[int, list[str]]],
    user: User,
    now: dt.datetime,
) -> Import:
    """Write the rows of a file down; nothing else happens yet.

    Raises what reading raises in the middle; then nothing is kept.
    """
    source = Import.objects.create(
        file_name=file_name[:120],
        headings=list(headings),
        columns=guessed(headings),
        created_by=user,
        created_at=now,
        touched_at=now,
    )
    try:
        for some in batches(rows):
            ImportRow.objects.bulk_create(
                ImportRow(source=source, number=number, values=cells) for number, cells in some
            )
            source.total, source.last = source.total + len(some), some[-1][0]
        if not source.total:
            raise ColumnsMissingError(_("There is no row below the headings."))
    except BaseException:
        source.delete()
        raise
    source.state = State.READ
    source.save()
    return source


def batches(
    rows: Iterable[tuple[int, list[str]]],
) -> Iterator[list[tuple[int, list[str]]]]:
    left = iter(rows)
    while some := list(islice(left, BATCH)):
        yield some


def choose(*, source: Import, choices: Choices, now: dt.datetime) -> None:
    """Keep what was chosen and look at every row: a small file at once, a large one in the background.

    Raises ColumnsMissingError, SourceMissingError, ImportStateError.
    """
    if not is_enough(choices.columns):
        raise ColumnsMissingError(
            _("Choose which column holds the e-mail, and which the first name.")
        )
    words = choices.source.strip()
    if choices.series and not (words and choices.source_on):
        raise SourceMissingError(
            _(
                "Write where the consent comes from, and when they said yes. Else choose no newsletter."
            )
        )
    with transaction.atomic():
        held = locked(source, State.READ, State.PLANNING, State.PLANNED)
        held.columns, held.on_known = list(choices.columns), choices.on_known
        held.language, held.source = choices.language, words if choices.series else ""
        held.source_on = choices.source_on if choices.series else None
        held.makes_organisations = choices.makes_organisations
        held.leaves_out_unknown = choices.leaves_out_unknown
        held.series.set(choices.series)
        begin(held, State.PLANNING, now)
    work_on(held, PLANNED_AT_ONCE)


def run(*, source: Import, now: dt.datetime) -> None:
    """Import what the preview shows. Raises ImportStateError, also when it was pressed twice."""
    with transaction.atomic():
        held = locked(source, State.PLANNED)
        if not held.created and not held.merged:
            raise ImportStateError(_("No row of this file can be imported."))
        held.words = consent_words(held, now) if held.series.exists() else ""
        held.created = held.merged = 0
        begin(held, State.RUNNING, now)
    work_on(held, RUN_AT_ONCE)


def undo(*, source: Import, user: User, now: dt.datetime) -> None:
    """Take the import back. Raises ImportStateError after a day, and the second time."""
    with transaction.atomic():
        held = locked(source, State.DONE)
        if not held.is_undoable(now):
            raise ImportStateError(_("An import can be undone for a day, and this one is older."))
        held.undone_by = user
        begin(held, State.UNDOING, now)
    work_on(held, UNDONE_AT_ONCE)


def discard(*, source: Import) -> None:
    """Throw a file away that was not imported. Raises ImportStateError."""
    with transaction.atomic():
        locked(source, *Import.NOT_RUN).delete()


def locked(source: Import, *states: str) -> Import:
    """The import with its row locked, if it is in one of these states."""
    held = Import.objects.select_for_update().filter(pk=source.pk).first()
    if held is None or held.state not in states:
        raise ImportStateError(_("This import has gone on meanwhile. Look at where it is now."))
    return held


def begin(held: Import, state: str, now: dt.datetime) -> None:
    held.state, held.cursor = state, 0
    held.begun_at = held.touched_at = now
    held.save()


def work_on(held: Import, most: int) -> None:
    """Small things are done when the page comes back; whatever is left, a worker does."""
    if held.total > most or working.go_on(held.pk):
        ring(held.pk)


def consent_words(source: Import, now: dt.datetime) -> str:
    """What stands in each consent of this import. The number makes the words its own."""
    return _("%(source)s (%(said)s). Imported from a file on %(today)s, import no. %(number)s.") % {
        "source": source.source,
        "said": date_format(source.source_on, "j. F Y") if source.source_on else "–",
        "today": date_format(timezone.localtime(now), "j. F Y"),
        "number": source.pk,
    }
