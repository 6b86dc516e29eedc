"""Taking an import back: members it made and nobody has touched go, what it changed becomes what it was.

Consents that it gave are deleted, also where the member stays: without the file there is no yes. One that
was withdrawn since stays, because it is a no.
"""

import datetime as dt
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop as _
from wagtail.search.models import IndexEntry

from cms.members.models import Consent, Member
from cms.organisations.models import Organisation
from cms.organisations.queries import references

from .deciding import SEVERAL, THROUGH
from .models import Import, ImportRow
from .running import save_fields, set_interests
from .touching import interests, touched
from .writing import update

BATCH = 500
Outcome, State = ImportRow.Outcome, Import.State
CHANGED = _("was changed again since")


def undo_batch(import_id: int, *, now: dt.datetime) -> bool:
    """Take back the next rows. False when all are."""
    with transaction.atomic(), translation.override(None):
        source = Import.objects.select_for_update().filter(pk=import_id).first()
        if source is None or source.state != State.UNDOING:
            return False
        done = source.rows.filter(outcome__in=(Outcome.CREATE, Outcome.MERGE))
        rows = list(
            done.filter(number__gt=source.cursor)
            .defer("values", "notes")
            .select_related("member")
            .order_by("number")[:BATCH]
        )
        take_back_consents(source, rows)
        remove(source, [row for row in rows if row.outcome == Outcome.CREATE])
        restore(source, [row for row in rows if row.outcome == Outcome.MERGE])
        kept = [(row.pk, row.kept_because) for row in rows if row.kept_because]
        update(ImportRow, ("kept_because",), kept)
        if rows:
            source.cursor = rows[-1].number
        if len(rows) < BATCH:
            remove_organisations(source)
            source.state, source.cursor, source.undone_at = State.UNDONE, source.last, now
        source.touched_at = now
        source.save()
        return len(rows) == BATCH


def take_back_consents(source: Import, rows: list[ImportRow]) -> None:
    if source.words:
        ids = [row.member_id for row in rows if row.member_id]
        given = Consent.objects.filter(member__in=ids, words=source.words, withdrawn_at=None)
        given.delete()


def remove(source: Import, rows: list[ImportRow]) -> None:
    """Delete the members whom nobody has touched. Who was deleted or erased since is gone already."""
    stays = touched(source, rows)
    going = [row.member_id for row in rows if row.member_id and row.member_id not in stays]
    for row in rows:
        if row.member_id in stays:
            row.kept_because = stays[row.member_id]
    delete_members(going)
    kept = sum(bool(row.kept_because) for row in rows)
    source.kept += kept
    source.removed += len(rows) - kept


def delete_members(ids: list[int]) -> None:
    """Nobody has touched them, so nobody is told, as is done one by one where a person is erased. Were
    something overlooked that points at one, the database would refuse.
    """
    kind = ContentType.objects.get_for_model(Member)
    IndexEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in ids]).delete()
    for through in THROUGH.values():
        through.objects.filter(member__in=ids).delete()
    ImportRow.objects.filter(member__in=ids).update(member=None)
    members = Member.objects.filter(pk__in=ids)
    members._raw_delete(members.db)


def restore(source: Import, rows: list[ImportRow]) -> None:
    """Give each field its old value where it still is what the import wrote."""
    ids = [row.member_id for row in rows if row.member_id]
    now = {name: interests(name, ids) for name in SEVERAL}
    there = existing_organisations(rows)
    written: set[str] = set()
    sets: dict[str, dict[int, list[int]]] = {name: {} for name in SEVERAL}
    for row in rows:
        if row.member is None:
            continue
        for name, (before, after) in row.changes.items():
            if name in SEVERAL:
                is_same = now[name].get(row.member.pk, []) == after
                if is_same:
                    sets[name][row.member.pk] = before
            else:
                is_same = give_back(row.member, name, before, after, there)
                written |= {name} if is_same else set()
            if not is_same:
                row.kept_because = [CHANGED]
    if written:
        save_fields([row.member for row in rows if row.member], written)
    for name, pages in sets.items():
        set_interests(name, pages)
    kept = sum(bool(row.kept_because) for row in rows)
    source.kept += kept
    source.restored += len(rows) - kept


def give_back(member: Member, name: str, before: Any, after: Any, there: set[int]) -> bool:
    """Whether the field still was what the import wrote; then it is now what it was before that."""
    column = "organisation_id" if name == "organisation" else name
    if getattr(member, column) != after or (name == "organisation" and before not in there):
        return False
    setattr(member, column, before)
    return True


def existing_organisations(rows: list[ImportRow]) -> set[int]:
    ids = {row.changes["organisation"][0] for row in rows if "organisation" in row.changes}
    found = Organisation.objects.filter(pk__in=ids, merged_at=None)
    return set(found.values_list("pk", flat=True))


def remove_organisations(source: Import) -> None:
    """Delete the organisations that it made and nothing points at."""
    for one in Organisation.objects.filter(pk__in=source.organisations):
        if not references(one):
            one.delete()
