"""Which organisation somebody means: by what they typed, and by the domain of their address."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from cms.mail.addresses import canonical
from cms.organisations.models import Organisation
from cms.organisations.names import folded
from cms.organisations.queries import organisation_of_address, organisations_called

FEWEST_LETTERS = 3
MOST_CHOICES = 8


@dataclass(frozen=True)
class Found:
    """`meant` is the one; without it, `choices` are those it could be."""

    meant: Organisation | None = None
    choices: tuple[Organisation, ...] = ()


def listed(today: dt.date) -> QuerySet[Organisation]:
    """Those that visitors are shown. One that a new member named is not, until an editor has seen it."""
    return Organisation.objects.valid(today).filter(is_listed=True).order_by("name")


def choices(today: dt.date) -> list[tuple[int, str]]:
    """The same as what a form offers."""
    return list(listed(today).values_list("pk", "name"))


def called(words: str, *, today: dt.date) -> Found:
    """The organisation of this name, else the only one whose name begins so, else those it could be."""
    typed, key = " ".join(words.split()), folded(words)
    same = list(Organisation.objects.valid(today).filter(name_key=key)) if key else []
    if exactly := next((each for each in same if each.name == typed), None):
        return Found(exactly)
    if len(same) == 1:
        return Found(same[0])
    if len(typed) < FEWEST_LETTERS:
        return Found()
    near = [each.organisation for each in organisations_called(typed, on=today, most=MOST_CHOICES)]
    begin = [each for each in near if each.name_key.startswith(key)]
    return Found(begin[0]) if len(begin) == 1 else Found(choices=tuple(begin or near))


def any_called(name: str) -> Organisation | None:
    """The organisation of this name, of today or not."""
    key = folded(name)
    # In a script that folds to nothing, a name is only ever itself.
    return Organisation.objects.filter(**({"name_key": key} if key else {"name": name})).first()


def of_domain(domain: str, *, today: dt.date) -> Organisation | None:
    """Where somebody whose address ends so is at home, among those that visitors are shown."""
    try:
        known = canonical(f"somebody@{domain}")
    except ValidationError:
        return None
    found = of_address(known, today=today)
    return found if found and found.is_listed else None


def of_address(known: str, *, today: dt.date) -> Organisation | None:
    """Where this address is at home: by a domain that an organisation is known to have, else the municipality
    or region whose name the domain bears: »anna@koege.dk«.
    """
    if at_home := organisation_of_address(known, on=today):
        return at_home
    labels = known.rpartition("@")[2].split(".")
    if len(labels) < 2:
        return None
    for each in listed(today).exclude(kind=Organisation.Kind.OTHER):
        bare = each.name_key.removesuffix(" kommune").removeprefix("region ")
        if labels[-2] in (bare.replace(" ", "-"), bare.replace(" ", "")):
            return each
    return None
