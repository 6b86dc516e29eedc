"""Doing what the preview said: members, their interests and their consents, a thousand rows at a time.

Each batch is one transaction with the cursor in it: a worker that is killed leaves all of a batch or nothing,
and whoever goes on begins behind it. What happened to an address since the preview is looked at again.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone, translation
from wagtail.search.backends import get_search_backends

from cms.mail.addresses import fingerprint
from cms.members.models import Consent, Member
from cms.organisations.models import HEIRS, Organisation

from .deciding import PAGE, SEVERAL, THROUGH, Decision, decide, known_of
from .models import LASTS, Import, ImportRow
from .notes import Note, Why
from .vocabulary import Places
from .writing import insert, prepared, undisturbed, update

BATCH = 1_000
COLUMNS = (
    "first_name",
    "last_name",
    "email",
    "email_key",
    "fingerprint",
    "organisation_id",
    "unit",
    "role",
    "level",
    "language",
    "joined_at",
    "seen_at",
)
INDEXED_AT_ONCE = 500
Outcome, State = ImportRow.Outcome, Import.State
TO_DO = (Outcome.CREATE, Outcome.MERGE)
Decided = list[tuple[ImportRow, Decision]]


def run_batch(import_id: int, *, now: dt.datetime) -> bool:
    """Import the next thousand rows. False when all are done.

    Who joins or is written down by somebody else at this very moment makes the database refuse the batch; the
    second time they are known.
    """
    try:
        return run_once(import_id, now)
    except IntegrityError:
        return run_once(import_id, now)


def run_once(import_id: int, now: dt.datetime) -> bool:
    with undisturbed(), transaction.atomic(), translation.override(None):
        source = Import.objects.select_for_update().filter(pk=import_id).first()
        if source is None or source.state != State.RUNNING:
            return False
        to_do = source.rows.filter(number__gt=source.cursor, outcome__in=TO_DO)
        rows = list(to_do.defer("values").order_by("number")[:BATCH])
        if rows:
            write(source, rows, now)
            source.cursor = rows[-1].number
        if len(rows) < BATCH:
            finish(source, now)
        source.touched_at = now
        source.save()
        return len(rows) == BATCH


def finish(source: Import, now: dt.datetime) -> None:
    source.state, source.cursor = State.DONE, source.last
    source.ran_at, source.undoable_until = now, now + LASTS


def write(source: Import, rows: list[ImportRow], now: dt.datetime) -> None:
    series = list(source.series.all())
    settle_organisations(source, rows, now)
    known = known_of([row.email_key for row in rows], series=series)
    decided: Decided = []
    for row in rows:
        is_there = row.email_key in known.members
        if not row.email_key or (row.outcome == Outcome.MERGE and not is_there):
            # Erased since; then the row is empty, too.
            decision = Decision(Outcome.SKIP, [Note(Why.GONE)])
        else:
            decision = decide(
                source=source, series=series, key=row.email_key, said=row.found, known=known
            )
        decided.append((row, decision))
    created = create(source, [each for each in decided if each[1].outcome == Outcome.CREATE], now)
    merged = merge([each for each in decided if each[1].outcome == Outcome.MERGE], known.members)
    source.consents += give_consents(source, decided, created | merged, now)
    outcomes = Counter(decision.outcome for _row, decision in decided)
    source.created += outcomes[Outcome.CREATE]
    source.merged += outcomes[Outcome.MERGE]
    source.skipped += outcomes[Outcome.SKIP]
    source.faulty += outcomes[Outcome.FAULT]
    keep_track(source, rows, decided)


def create(source: Import, decided: Decided, now: dt.datetime) -> dict[str, int]:
    """The new members, with their interests: address → id."""
    moments = [prepared(Member, name, now) for name in ("joined_at", "seen_at")]
    new = [(*values_of(source, row), *moments) for row, _decision in decided]
    made: dict[str, int] = dict(insert(Member, COLUMNS, new, returning=("email_key", "id")))
    for name in SEVERAL:
        add_interests(
            name,
            [
                (made[row.email_key], page)
                for row, _decision in decided
                for page in row.found.get(name, ())
            ],
        )
    return made


def values_of(source: Import, row: ImportRow) -> tuple[Any, ...]:
    """What `COLUMNS` hold, but for the last two."""
    said = row.found
    return (
        said["first_name"],
        said.get("last_name", ""),
        said["email"],
        row.email_key,
        fingerprint(row.email_key),
        said["organisation"],
        said.get("unit", ""),
        said.get("role", ""),
        said.get("level", ""),
        said.get("language") or source.language,
    )


def add_interests(name: str, pairs: list[tuple[int, int]]) -> None:
    """(member, page) of areas or goals. A page that was deleted meanwhile is left out."""
    if not pairs:
        return
    through, column = THROUGH[name], PAGE[name]
    pages = through._meta.get_field(column.removesuffix("_id")).related_model.objects
    ids = pages.filter(pk__in={page for _member, page in pairs}).values_list("pk", flat=True)
    there = set(ids)
    new = [pair for pair in pairs if pair[1] in there]
    insert(through, ("member_id", column), new, is_lenient=True)


def merge(decided: Decided, members: dict[str, Member]) -> dict[str, int]:
    """Write what the file says of those who were there already: address → id."""
    found: dict[str, Member] = {}
    changed_fields: set[str] = set()
    for row, decision in decided:
        member = found[row.email_key] = members[row.email_key]
        for name, (_before, after) in decision.changes.items():
            if name not in SEVERAL:
                column = "organisation_id" if name == "organisation" else name
                setattr(member, column, after)
                changed_fields.add(name)
    if changed_fields:
        save_fields(found.values(), changed_fields)
    for name in SEVERAL:
        set_interests(
            name,
            {
                found[row.email_key].pk: decision.changes[name][1]
                for row, decision in decided
                if name in decision.changes
            },
        )
    return {key: member.pk for key, member in found.items()}


def save_fields(members: Iterable[Member], names: set[str]) -> None:
    """Write these fields of all of them."""
    columns = ["organisation_id" if name == "organisation" else name for name in sorted(names)]
    rows = ([one.pk, *(getattr(one, column) for column in columns)] for one in members)
    update(Member, columns, rows)


def set_interests(name: str, pages: dict[int, list[int]]) -> None:
    if pages:
        THROUGH[name].objects.filter(member__in=pages).delete()
        add_interests(name, [(member, page) for member, all_ in pages.items() for page in all_])


def give_consents(
    source: Import, decided: Decided, members: dict[str, int], now: dt.datetime
) -> int:
    given_at = prepared(Consent, "given_at", moment_of(source, now))
    new = [
        (members[row.email_key], series, source.words, given_at)
        for row, decision in decided
        for series in decision.gives
    ]
    insert(Consent, ("member_id", "series_id", "words", "given_at"), new)
    return len(new)


def moment_of(source: Import, now: dt.datetime) -> dt.datetime:
    """Noon of the day when they said yes: nobody wrote the hour down."""
    day = source.source_on or timezone.localdate(now)
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    return min(noon, now)


def settle_organisations(source: Import, rows: list[ImportRow], now: dt.datetime) -> None:
    """Each row's organisation as it is now: what was merged meanwhile, and the new ones, which are made."""
    today = timezone.localdate(now)
    ids = {row.found["organisation"] for row in rows if row.found.get("organisation")}
    there = Organisation.objects.filter(pk__in=ids).select_related(HEIRS)
    now_is = {each.pk: each.as_of(today).pk for each in there}
    new = {row.found["organisation_name"] for row in rows if "organisation_name" in row.found}
    made = new_organisations(source, sorted(new), today) if new else {}
    for row in rows:
        if name := row.found.get("organisation_name"):
            row.found["organisation"] = made[name]
        elif "organisation" in row.found:
            row.found["organisation"] = now_is.get(row.found["organisation"])


def new_organisations(source: Import, names: list[str], today: dt.date) -> dict[str, int]:
    """Name → id. Of two spellings of a name one is made; visitors see it when an editor has looked at it."""
    places, found = Places.fetched(today), {}
    for name in names:
        one = places.called(name)
        if one is None:
            one = Organisation.objects.create(
                name=name, kind=Organisation.Kind.OTHER, is_listed=False
            )
            places.add(one, one)
            source.organisations = [*source.organisations, one.pk]
        found[name] = one.pk
    return found


def keep_track(source: Import, rows: list[ImportRow], decided: Decided) -> None:
    """Which member each row became; and where it went otherwise than the preview said, how."""
    spans = {"number__gte": rows[0].number, "number__lte": rows[-1].number}
    same = Member.objects.filter(email_key=OuterRef("email_key")).values("pk")[:1]
    otherwise = []
    for row, decision in decided:
        if (row.outcome, row.changes) != (decision.outcome, decision.changes):
            notes = (
                [note.stored() for note in decision.notes]
                if row.outcome != decision.outcome
                else []
            )
            new = (row.pk, decision.outcome, [*row.notes, *notes], decision.changes)
            otherwise.append(new)
    update(ImportRow, ("outcome", "notes", "changes"), otherwise)
    source.rows.filter(outcome__in=TO_DO, **spans).update(member_id=Subquery(same))


def index_batch(import_id: int) -> bool:
    """Let the admin's search find the next of those that were imported. False when all are found."""
    source = Import.objects.filter(pk=import_id, ran_at__isnull=False).first()
    if source is None or source.indexed >= source.last:
        return False
    rows: Any = source.rows.filter(number__gt=source.indexed, member__isnull=False)
    found = list(rows.order_by("number").values_list("number", "member")[:INDEXED_AT_ONCE])
    members = list(Member.objects.filter(pk__in=[member for _number, member in found]))
    for backend in get_search_backends(with_auto_update=True):  # bulk writing sends no signals
        backend.add_bulk(Member, members)
    is_last = len(found) < INDEXED_AT_ONCE
    reached = source.last if is_last else found[-1][0]
    Import.objects.filter(pk=import_id, indexed__lt=reached).update(indexed=reached)
    return not is_last
