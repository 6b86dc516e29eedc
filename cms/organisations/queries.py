"""Which organisation somebody means: by its name, by an e-mail address; and all that points at one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.text import capfirst

from .domains import domain_of, wider
from .models import HEIRS, Domain, Organisation
from .names import folded, in_danish_order
from .signals import references_asked

MOST_FOUND = 10
# Several that are found may have become one and the same.
MOST_LOOKED_AT = 60
MOST_WORDS = 6
DIGITS_OF_A_CODE = 4


@dataclass(frozen=True)
class Found:
    """An organisation that exists, and the earlier name by which it was found, if it was that."""

    organisation: Organisation
    was: str = ""


@dataclass(frozen=True)
class Reference:
    """What of one kind points at an organisation. `note`: what else a reader must know of its moving."""

    words: str
    count: int
    note: str = ""


def organisations_called(words: str, *, on: dt.date, most: int = MOST_FOUND) -> list[Found]:
    """Those that visitors may see, exist on that day and are called so, the best first, each once. One query.

    The official code counts most, then a name that begins so, a word in it, any part of it, and last all
    the words in whatever order. What ended is found as what it became.
    """
    key = folded(words[:200])
    if not key:
        return []
    rank = Case(
        *(When(match, then=Value(place)) for place, match in enumerate(matches(key))),
        output_field=IntegerField(),
    )
    alive = Organisation.objects.valid(on).values("pk")
    rows = (
        Organisation.objects.filter(Q(pk__in=alive) | Q(successor__isnull=False))
        .annotate(rank=rank)
        .filter(rank__isnull=False)
        .select_related(HEIRS)
        .order_by("rank", "name_key", "pk")[:MOST_LOOKED_AT]
    )
    found: dict[Any, Found] = {}
    for row in sorted(rows, key=lambda row: place_of(row, on)):
        now = row.as_of(on)
        if now.is_valid(on) and now.is_listed:
            found.setdefault(now.pk, Found(now, row.name if now.pk != row.pk else ""))
    return list(found.values())[:most]


def place_of(row: Any, on: dt.date) -> tuple:
    """Of two that are as good, the one that is called so today, and then by the alphabet."""
    return (row.rank, not row.is_valid(on), in_danish_order(row.name))


def matches(key: str) -> list[Q]:
    """The ways in which a name can fit, the best first."""
    ways = [
        Q(name_key__startswith=key),
        Q(name_key__contains=f" {key}"),
        Q(name_key__contains=key),
    ]
    several = key.split()[:MOST_WORDS]
    if len(several) > 1:
        every = Q()
        for word in several:
            every &= Q(name_key__contains=word)
        ways.append(every)
    # »0410« is how some registers write 410.
    code = key.lstrip("0")
    if code.isdigit() and len(code) <= DIGITS_OF_A_CODE:
        ways = [Q(code=code), Q(code__startswith=code), *ways]
    return ways


def organisation_of_address(address: str, *, on: dt.date) -> Organisation | None:
    """Where somebody with this address works, as far as its domain tells: the narrowest domain counts."""
    domain = domain_of(address)
    if not domain:
        return None
    known = Domain.objects.filter(name__in=wider(domain)).select_related(f"organisation__{HEIRS}")
    narrowest = max(known, key=lambda row: len(row.name), default=None)
    if narrowest is None:
        return None
    organisation = narrowest.organisation.as_of(on)
    return organisation if organisation.is_valid(on) else None


def relations() -> list[ForeignObjectRel]:
    """Every foreign key that points at an organisation, also those of tables that are yet to be made."""
    fields = Organisation._meta.get_fields(include_hidden=True)
    return [
        field
        for field in fields
        if isinstance(field, ForeignObjectRel) and field.field.concrete and not field.many_to_many
    ]


def pointing(relation: ForeignObjectRel, organisation: Organisation) -> QuerySet[Model]:
    """The rows that point at an organisation by this key."""
    rows = relation.related_model._base_manager
    return rows.filter(**{relation.field.name: organisation})


def references(organisation: Organisation) -> list[Reference]:
    """What a merge would move, without what is not there: one query for each kind."""
    counted = [
        Reference(in_words(relation), pointing(relation, organisation).count())
        for relation in relations()
    ]
    answers = references_asked.send(sender=Organisation, organisation=organisation)
    told: list[Any] = [answer for _receiver, answer in answers]
    counted += told
    return [reference for reference in counted if reference.count]


def in_words(relation: ForeignObjectRel) -> str:
    """»Medlemmer«, and where organisations point at each other, as what."""
    words = capfirst(str(relation.related_model._meta.verbose_name_plural))
    if relation.related_model is Organisation:
        words = f"{words} ({relation.field.verbose_name})"
    return words
