"""Which organisation somebody means: by what they typed, and by the domain of their address."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.text import slugify

from cms.organisations.models import Organisation
from cms.organisations.queries import organisation_of_address

FEWEST_LETTERS = 3
MOST_CHOICES = 8
FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True)
class Found:
    """`meant` is the one; without it, `choices` are those it could be."""

    meant: Organisation | None = None
    choices: tuple[Organisation, ...] = ()


def listed(today: dt.date) -> QuerySet[Organisation]:
    """Those that visitors are shown. One that a new member named is not, until an editor has seen it."""
    return Organisation.objects.valid(today).filter(is_listed=True).order_by("name")


def called(words: str, *, today: dt.date) -> Found:
    """The organisation of this name, else the only one whose name begins so, else those that do."""
    typed, wanted = " ".join(words.split()), plain(words)
    if exactly := Organisation.objects.valid(today).filter(name=typed).first():
        return Found(exactly)
    # In Python, because SQLite knows no small and large letters beyond ASCII.
    known = list(Organisation.objects.valid(today).order_by("name"))
    for each in known:
        if plain(each.name) == wanted:
            return Found(each)
    if len(wanted) < FEWEST_LETTERS:
        return Found()
    shown = [each for each in known if each.is_listed]
    begin = [each for each in shown if plain(each.name).startswith(wanted)]
    if len(begin) == 1:
        return Found(begin[0])
    near = begin or [each for each in shown if wanted in plain(each.name)]
    return Found(choices=tuple(near[:MOST_CHOICES]))


def any_called(name: str) -> Organisation | None:
    """The organisation of exactly this name, of today or not."""
    wanted = plain(name)
    return next((each for each in Organisation.objects.all() if plain(each.name) == wanted), None)


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
        name = plain(each.name).removesuffix(" kommune").removeprefix("region ")
        bare = slugify(name.translate(FOLDED))
        if labels[-2] in (bare, bare.replace("-", "")):
            return each
    return None


def plain(words: str) -> str:
    """What two ways of writing one name have in common."""
    return " ".join(words.split()).casefold()
