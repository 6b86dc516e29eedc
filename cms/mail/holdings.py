"""What is kept of service letters."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.holdings.registry import Ground, Holding, Person, Row, Rule, facts, read, register

from .kinds import all_kinds, label_of
from .models import Letter

STEP = "cms.mail.sweeping.sweep"


def letters_of(person: Person, most: int | None) -> Iterable[Row]:
    """Those to the address, and those about the member or the account."""
    wanted = Q(address__iexact=person.address)
    for about, number in (("member", person.member), ("user", person.account)):
        wanted |= Q(about=f"{about}:{number}") if number else Q()
    letters = Letter.objects.filter(wanted).without_words().order_by("-created_at", "-pk")
    return (row(letter) for letter in read(letters, most))


def row(letter: Letter) -> Row:
    return Row(
        at=letter.created_at,
        what=label_of(letter.kind),
        facts=facts(
            ("address", _("To"), letter.address),
            ("state", _("State"), letter.get_state_display()),
        ),
        deleted_at=None if letter.forgotten_at else letter.forget_at,
    )


def rules() -> Iterable[Rule]:
    """The periods that the kinds of letters say, the longest first."""
    for days in sorted({kind.keep_days for kind in all_kinds() if kind.keep_days}, reverse=True):
        names = ", ".join(str(kind.label) for kind in all_kinds() if kind.keep_days == days)
        words = _("After %(period)s: %(letters)s.")
        # Around the period, which `Rule` puts in.
        said = str(words) % {"period": "%(period)s", "letters": names.replace("%", "%%")}
        yield Rule(said, dt.timedelta(days=days), STEP)


LETTERS = register(
    Holding(
        name="mail.letters",
        place=40,
        label=_("Letters about the membership"),
        what=_(
            "What we wrote to you about joining, signing in or something that you did: to which address, "
            "when, and whether it was sent."
        ),
        why=_("To send it again if it does not arrive, and to answer when you ask about it."),
        ground=Ground.MEMBERSHIP,
        kept=_(
            "That a letter was sent, as long as you are a member. A code or a link that opens something is "
            "emptied as soon as it is sent. Words and address are forgotten by the kind of letter."
        ),
        rules=rules,
        of=letters_of,
        models=frozenset({"cms.Letter"}),
        stays=_("That a letter of a kind was sent that day, without address, name or words."),
    )
)
