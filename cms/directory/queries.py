"""Who is in the directory, as colleagues see them; and who may be written to.

Whatever is asked for, an entry is found only by what it shows.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat

from cms.caching.publicity import public
from cms.members.models import Member
from cms.members.queries import standing
from cms.organisations.models import HEIRS, Organisation
from cms.organisations.names import folded
from cms.topics.pages import GoalPage, TopicPage

from .models import Entry, Note

ENTRIES_A_PAGE = 25
MOST_WORDS = 6
# The tables of who chose what.
THEIR_TOPICS: Any = Member.topics.through
THEIR_GOALS: Any = Member.goals.through


@dataclass(frozen=True)
class Wanted:
    """What a search asks for; empty is whatever. Organisation is words of its name, today's or an earlier
    one; region, topic and goal are ids.
    """

    name: str = ""
    organisation: str = ""
    region: int | None = None
    topic: int | None = None
    goal: int | None = None
    unit: str = ""
    role: str = ""


@dataclass(frozen=True)
class Card:
    """A member as colleagues see them. What is not shown is empty."""

    code: str
    name: str
    organisation: str
    unit: str = ""
    role: str = ""
    level: str = ""
    helps_with: str = ""
    topics: list[TopicPage] = field(default_factory=list)
    goals: list[GoalPage] = field(default_factory=list)

    @property
    def work(self) -> str:
        """Role and unit on one line."""
        return ", ".join(filter(None, (self.role, self.unit)))

    @property
    def goal_numbers(self) -> list[int]:
        return [goal.number for goal in self.goals]


# The same order as by `place`, but not the index's: with a filter, PostgreSQL would walk along the index and
# look each member up until a page is full, which takes long where those who fit stand last.
BY_PLACE = Concat(F("place"), Value(""))


def found(wanted: Wanted) -> QuerySet[Entry]:
    """The entries that answer a search, by name."""
    is_narrow = wanted != Wanted(name=wanted.name)
    entries = Entry.objects.order_by(BY_PLACE if is_narrow else "place", "pk")
    typed = wanted.name.split()
    words = folded(wanted.name).split()[:MOST_WORDS]
    if typed and not words:
        # In a script that folds to nothing, a name is only ever itself.
        entries = entries.filter(name__contains=typed[0])
    for word in words:
        entries = entries.filter(Q(name_key__startswith=word) | Q(name_key__contains=f" {word}"))
    if wanted.organisation:
        meant = Organisation.objects.meant_by(ids_of(called(wanted.organisation)))
        entries = entries.filter(member__organisation__in=ids_of(meant))
    if wanted.region:
        within = Organisation.objects.within([wanted.region])
        entries = entries.filter(member__organisation__in=ids_of(within))
    if wanted.unit:
        entries = entries.filter(shows_unit=True, member__unit=wanted.unit)
    if wanted.role:
        entries = entries.filter(shows_role=True, member__role=wanted.role)
    if wanted.topic:
        of_it = THEIR_TOPICS.objects.filter(topicpage__in=translations(TopicPage, wanted.topic))
        entries = entries.filter(shows_topics=True, member__in=of_it.values("member"))
    if wanted.goal:
        of_it = THEIR_GOALS.objects.filter(goalpage__in=translations(GoalPage, wanted.goal))
        entries = entries.filter(shows_goals=True, member__in=of_it.values("member"))
    return entries


def called(words: str) -> QuerySet[Organisation]:
    """The organisations with all these words, or beginnings of words, in their name."""
    named = Organisation.objects.all() if folded(words) else Organisation.objects.none()
    for word in folded(words).split()[:MOST_WORDS]:
        named = named.filter(Q(name_key__startswith=word) | Q(name_key__contains=f" {word}"))
    return named


def ids_of(organisations: QuerySet[Organisation]) -> list[int]:
    """Asked first: there are few, and the database then need not work out for each member who is meant."""
    return list(organisations.values_list("pk", flat=True))


def translations(model: Any, pk: int) -> list[int]:
    """The ids of a page in all its languages: who reads English chose another page than who reads Danish."""
    key = model.objects.filter(pk=pk).values("translation_key")
    return list(model.objects.filter(translation_key__in=key).values_list("pk", flat=True))


def page_of(entries: QuerySet[Entry], number: Any, *, today: dt.date) -> Page:
    """One page of cards; an unknown number is the nearest one.

    The ids of the page are asked for alone, so that a page far down costs no more than it must.
    """
    ids = Paginator(entries.values_list("pk", flat=True), ENTRIES_A_PAGE).get_page(number)
    by_pk = {entry.pk: entry for entry in with_details(Entry.objects.filter(pk__in=list(ids)))}
    cards: Any = [card(by_pk[pk], today=today) for pk in ids if pk in by_pk]
    return Page(cards, ids.number, ids.paginator)


def with_details(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries with all that a card may show."""
    topics = public(TopicPage.objects.all()).order_by("path")
    goals = public(GoalPage.objects.all()).order_by("number")
    return entries.select_related(f"member__organisation__{HEIRS}").prefetch_related(
        Prefetch("member__topics", queryset=topics), Prefetch("member__goals", queryset=goals)
    )


def card(entry: Entry, *, today: dt.date) -> Card:
    """What colleagues see of this member, on the list, on their page and in their own preview."""
    member = entry.member
    return Card(
        code=entry.code,
        name=member.full_name,
        organisation=member.organisation.as_of(today).name,
        unit=member.get_unit_display() if entry.shows_unit else "",
        role=member.get_role_display() if entry.shows_role else "",
        level=member.get_level_display() if entry.shows_level else "",
        helps_with=entry.helps_with,
        topics=list(member.topics.all()) if entry.shows_topics else [],
        goals=list(member.goals.all()) if entry.shows_goals else [],
    )


def entry_of(member: Member) -> Entry | None:
    return with_details(Entry.objects.filter(member=member)).first()


def is_listed(member: Member) -> bool:
    return Entry.objects.filter(member=member).exists()


def entry_called(code: str) -> Entry | None:
    """The entry at this address."""
    return with_details(Entry.objects.filter(code=code)).first() if is_plain(code) else None


def note_to(member: Member, code: str) -> Note | None:
    """The note of this code, if it is to this member."""
    if not is_plain(code):
        return None
    notes = Note.objects.filter(code=code, recipient=member)
    return notes.select_related(f"sender__organisation__{HEIRS}").first()


def is_plain(code: str) -> bool:
    return code.isascii() and "\x00" not in code


def may_write(sender: Member, recipient: Member) -> bool:
    """Whether a letter can go from the one to the other: to those in the directory, and to those who wrote
    first. Why not is nobody's business.
    """
    wrote_first = Note.objects.filter(sender=recipient, recipient=sender)
    return gets_letters(recipient) and (is_listed(recipient) or wrote_first.exists())


def gets_letters(member: Member) -> bool:
    """Whether a colleague's letter would reach this member."""
    return wants_letters(member) and not standing([member.fingerprint]).exists()


def wants_letters(member: Member) -> bool:
    """What the member says of letters. Who is not in the directory gets none but answers to their own."""
    entry = Entry.objects.filter(member=member).first()
    if entry:
        return entry.takes_letters
    return not Note.objects.filter(sender=member, is_closed=True).exists()


def written_since(sender: Member, since: dt.datetime) -> dict[int, int]:
    """How many letters this member has written since then: {recipient's id: how many}."""
    counted: dict[int, int] = {}
    for recipient in Note.objects.filter(sender=sender, at__gt=since).values_list(
        "recipient_id", flat=True
    ):
        counted[recipient] = counted.get(recipient, 0) + 1
    return counted
