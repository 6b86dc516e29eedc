"""What is kept of who is in the directory, and of who wrote to whom."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.holdings.registry import Ground, Holding, Person, Row, Rule, facts, read, register

from .models import Entry, Note
from .sweeping import KEPT

SHOWN = {
    "shows_unit": _("Kind of unit"),
    "shows_role": _("Role"),
    "shows_level": _("Level"),
    "shows_topics": _("Areas"),
    "shows_goals": _("Goals"),
}


def entries_of(person: Person, most: int | None) -> Iterator[Row]:
    for entry in Entry.objects.filter(member=person.member or 0):
        labels = [str(label) for name, label in SHOWN.items() if getattr(entry, name)]
        takes = gettext("yes") if entry.takes_letters else gettext("no")
        yield Row(
            at=entry.listed_at,
            what=gettext("Said yes to being in the directory"),
            facts=facts(
                ("shown", _("Shown beside name and organisation"), ", ".join(labels)),
                ("helps_with", _("Can help with"), entry.helps_with),
                ("takes_letters", _("Takes letters from colleagues"), takes),
            ),
        )


def notes_of(person: Person, most: int | None) -> Iterator[Row]:
    mine = Q(sender=person.member or 0) | Q(recipient=person.member or 0)
    found = Note.objects.filter(mine).select_related("sender", "recipient").order_by("-at", "-pk")
    for note in read(found, most):
        wrote = note.sender_id == person.member
        words = gettext("You wrote to %(name)s") if wrote else gettext("%(name)s wrote to you")
        other = note.recipient if wrote else note.sender
        yield Row(at=note.at, what=words % {"name": other.full_name}, deleted_at=note.at + KEPT)


register(
    Holding(
        name="directory.entry",
        place=27,
        label=_("The directory of members"),
        what=_("That you are in it, and what of yours colleagues see there."),
        why=_("So that colleagues find you."),
        ground=Ground.CONSENT,
        kept=_("Until you take your yes back, or leave."),
        of=entries_of,
        models=frozenset({"cms.Entry"}),
    )
)
register(
    Holding(
        name="directory.notes",
        place=45,
        label=_("Letters between members"),
        what=_("Who wrote to whom, and when; not what."),
        why=_("So that nobody is flooded with letters, and you can answer."),
        ground=Ground.INTEREST,
        kept="",
        rules=lambda: (
            Rule(_("Deleted %(period)s after the letter."), KEPT, "cms.directory.sweeping.sweep"),
        ),
        of=notes_of,
        models=frozenset({"cms.Note"}),
        is_private=True,
    )
)
