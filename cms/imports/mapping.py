"""Which column of a file is which field of a member, guessed by its heading."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cms.organisations.names import folded

NONE = ""


class Field(TextChoices):
    """What a column can be. `NAME` is split into a first and a last name."""

    FIRST_NAME = "first_name", _("First name")
    LAST_NAME = "last_name", _("Last name")
    NAME = "name", _("First and last name in one")
    EMAIL = "email", _("E-mail")
    ORGANISATION = "organisation", _("Organisation: name or official code")
    UNIT = "unit", _("Kind of unit")
    ROLE = "role", _("Role")
    LEVEL = "level", _("Level of interest")
    LANGUAGE = "language", _("Language of letters")
    TOPICS = "topics", _("Areas of interest")
    GOALS = "goals", _("Goals of interest")


# Folded (`folded`), the commonest first; Danish, then English.
HEADINGS: dict[Field, tuple[str, ...]] = {
    Field.FIRST_NAME: ("fornavn", "fornavne", "first name", "firstname", "given name", "forename"),
    Field.LAST_NAME: (
        "efternavn",
        "efternavne",
        "last name",
        "lastname",
        "surname",
        "family name",
    ),
    Field.NAME: ("navn", "fulde navn", "name", "full name", "person", "deltager", "medlem"),
    Field.EMAIL: (
        "e mail",
        "email",
        "mail",
        "e mailadresse",
        "mailadresse",
        "emailadresse",
        "e mail adresse",
        "email address",
        "e mail address",
        "arbejdsmail",
    ),
    Field.ORGANISATION: (
        "organisation",
        "kommune",
        "region",
        "arbejdsplads",
        "arbejdssted",
        "kommune region",
        "kommunekode",
        "kommunenr",
        "kommunenummer",
        "municipality",
        "workplace",
        "organization",
        "company",
        "firma",
        "virksomhed",
    ),
    Field.UNIT: (
        "enhedstype",
        "slags enhed",
        "type enhed",
        "enhed",
        "afdeling",
        "forvaltning",
        "kind of unit",
        "unit",
        "department",
    ),
    Field.ROLE: ("rolle", "stilling", "titel", "funktion", "role", "job title", "title"),
    Field.LEVEL: ("niveau", "interesseniveau", "level of interest", "level"),
    Field.LANGUAGE: ("sprog", "language", "language of letters"),
    Field.TOPICS: (
        "fagomraader",
        "fagomraade",
        "omraader",
        "omraade",
        "interesser",
        "areas of interest",
        "areas",
        "area",
        "topics",
        "interests",
    ),
    Field.GOALS: (
        "verdensmaal",
        "maal",
        "fns verdensmaal",
        "goals of interest",
        "goals",
        "goal",
        "sdg",
        "sdgs",
    ),
}
KNOWN = {heading: field for field, headings in HEADINGS.items() for heading in headings}


def known_headings() -> dict[str, Field]:
    """Folded headings → fields: those above, our own labels in each language of the site, and the keys."""
    found = {folded(field.value): field for field in Field}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {folded(str(field.label)): field for field in Field}
    return found | KNOWN


def guessed(headings: Sequence[str]) -> list[str]:
    """The field of each heading, or »«; none twice: the first column of a name counts."""
    known = known_headings()
    found: list[str] = []
    for heading in headings:
        field = known.get(folded(heading))
        found.append(field.value if field and field.value not in found else NONE)
    if {Field.FIRST_NAME.value, Field.NAME.value} <= set(found):
        # »Navn« beside »Fornavn« is the whole name once more.
        found[found.index(Field.NAME)] = NONE
    return found


def is_enough(columns: Sequence[str]) -> bool:
    """Whether these columns say who somebody is."""
    return Field.EMAIL in columns and (Field.FIRST_NAME in columns or Field.NAME in columns)
