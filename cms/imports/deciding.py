"""What happens to a row: the one place that decides it, for the preview and for the run alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cms.mail.addresses import fingerprint
from cms.members import queries
from cms.members.models import Consent, Member, Suppression
from cms.series.models import Series

from .mapping import Field
from .models import Import, ImportRow
from .notes import QUIET, Note, Why

Outcome, OnKnown = ImportRow.Outcome, Import.OnKnown
PLAIN = ("first_name", "last_name", "unit", "role", "level", "language")
SEVERAL = ("topics", "goals")
THROUGH = {name: getattr(Member, name).through for name in SEVERAL}
PAGE = {"topics": "topicpage_id", "goals": "goalpage_id"}


@dataclass
class Known:
    """What the site knows of the addresses of one batch."""

    members: dict[str, Member] = field(default_factory=dict)
    # Address → why mail to it is stopped.
    stopped: dict[str, str] = field(default_factory=dict)
    # Member → the pages of interest.
    topics: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    goals: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    # (member, series) of what holds, and of what was taken back.
    open: set[tuple[int, int]] = field(default_factory=set)
    refused: set[tuple[int, int]] = field(default_factory=set)


@dataclass
class Decision:
    outcome: str
    notes: list[Note]
    changes: dict[str, list[Any]] = field(default_factory=dict)
    # Ids of the series that a consent is written to.
    gives: list[int] = field(default_factory=list)

    @property
    def has_remark(self) -> bool:
        return self.outcome != Outcome.FAULT and any(
            not note.is_fault and note.why not in QUIET for note in self.notes
        )


def known_of(keys: Iterable[str], *, series: Iterable[Series]) -> Known:
    """Two queries where nobody is known, five where somebody is."""
    addresses = [key for key in keys if key]
    found = Known()
    found.members = {
        member.email_key: member for member in Member.objects.filter(email_key__in=addresses)
    }
    marks = {fingerprint(key): key for key in addresses}
    found.stopped = {marks[one.fingerprint]: one.reason for one in queries.standing(marks)}
    ids = [member.pk for member in found.members.values()]
    if not ids:
        return found
    for name in SEVERAL:
        rows = THROUGH[name].objects.filter(member__in=ids).order_by(PAGE[name])
        for member, page in rows.values_list("member_id", PAGE[name]):
            getattr(found, name)[member].append(page)
    asked = [one.pk for one in series]
    consents = Consent.objects.filter(member__in=ids, series__in=asked).order_by()
    for member, one, withdrawn in consents.values_list("member_id", "series_id", "withdrawn_at"):
        (found.refused if withdrawn else found.open).add((member, one))
    return found


def decide(
    *,
    source: Import,
    series: list[Series],
    key: str,
    said: Mapping[str, Any],
    known: Known,
) -> Decision:
    """What becomes of an address that was understood, as things are now."""
    member, stopped = known.members.get(key), known.stopped.get(key)
    if member is None:
        return decide_new(said, stopped, series)
    if source.on_known == OnKnown.SKIP:
        return Decision(Outcome.SKIP, [Note(Why.KNOWN, Field.EMAIL)])
    changes = changes_of(source, said, member, known)
    gives, notes = consents_of(series, member, stopped, known)
    if not changes and not gives:
        return Decision(Outcome.SKIP, [*notes, Note(Why.NOTHING_NEW)])
    return Decision(Outcome.MERGE, notes, changes, gives)


def decide_new(said: Mapping[str, Any], stopped: str | None, series: list[Series]) -> Decision:
    if stopped == Suppression.Reason.ERASED:
        return Decision(Outcome.SKIP, [Note(Why.ERASED, Field.EMAIL)])
    if stopped:
        return Decision(Outcome.SKIP, [Note(Why.STOPPED, Field.EMAIL, "", reason(stopped))])
    if not said.get("organisation") and not said.get("organisation_name"):
        return Decision(Outcome.FAULT, [Note(Why.NO_ORGANISATION, Field.ORGANISATION)])
    return Decision(Outcome.CREATE, [], {}, [one.pk for one in series])


def changes_of(
    source: Import, said: Mapping[str, Any], member: Member, known: Known
) -> dict[str, list[Any]]:
    """{field: [before, after]}. An empty cell never takes anything away."""
    overwrites = source.on_known == OnKnown.OVERWRITE
    before: dict[str, Any] = {name: getattr(member, name) for name in PLAIN}
    before |= {name: getattr(known, name)[member.pk] for name in SEVERAL}
    found = {}
    for name, was in before.items():
        new = said.get(name)
        if new and new != was and (overwrites or not was):
            found[name] = [was, new]
    new = said.get("organisation") or said.get("organisation_name")
    if overwrites and new and not said.get("by_domain") and new != member.organisation_id:
        found["organisation"] = [member.organisation_id, new]
    return found


def consents_of(
    series: list[Series], member: Member, stopped: str | None, known: Known
) -> tuple[list[int], list[Note]]:
    """The series that the member gets a consent to: neither one that holds, nor one they have said no to."""
    wanted = [one for one in series if (member.pk, one.pk) not in known.open]
    said_no = [one for one in wanted if (member.pk, one.pk) in known.refused]
    notes = [Note(Why.SAID_NO, "", "", one.name) for one in said_no]
    gives = [one.pk for one in wanted if one not in said_no]
    if stopped and gives:
        return [], [*notes, Note(Why.NO_MAIL, Field.EMAIL, "", reason(stopped))]
    return gives, notes


def reason(stopped: str) -> str:
    """In English: what is noted is translated where it is read."""
    return str(Suppression.Reason(stopped).label)
