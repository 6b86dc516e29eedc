"""What is asked: each item of the programme, the day, free text, and the editor's own questions."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.content.dates import clock

if TYPE_CHECKING:
    from cms.invitations.pages import InvitationPage

MOST_ITEMS, MOST_OWN = 25, 5
BREAK = "break"
# The answer of whoever was not there for this item.
ABSENT = "absent"
YES, NO = "yes", "no"
SCALE = (5, 4, 3, 2, 1)


class Kind(TextChoices):
    RATING = "rating", _("From 1 to 5")
    TEXT = "text", _("Free text")
    LINE = "line", _("Short text")
    CHOICE = "choice", _("One of several")
    YES_NO = "yes_no", _("Yes or no")


OWN_KINDS = [(kind.value, kind.label) for kind in (Kind.LINE, Kind.CHOICE, Kind.YES_NO)]


class Part(TextChoices):
    """Where a question stands, in this order."""

    ITEM = "item", _("The programme")
    WHOLE = "whole", _("The day as a whole")
    OWN = "own", _("From those who made the day")


# What is asked of every day, in the language of whoever reads it.
STANDARD = {
    "whole": _("How much did you get out of the day as a whole?"),
    "home": _("What do you take home?"),
    "different": _("What should be different next time?"),
}
RATINGS = {
    5: pgettext_lazy("out of it", "very much"),
    4: pgettext_lazy("out of it", "much"),
    3: pgettext_lazy("out of it", "something"),
    2: pgettext_lazy("out of it", "little"),
    1: pgettext_lazy("out of it", "very little"),
}


@dataclass(frozen=True)
class Question:
    """`detail` says more of an item: when, and who. `choices` are the words of a choice, in their order."""

    key: str
    kind: str
    part: str
    said: str = ""
    detail: str = ""
    choices: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return str(STANDARD.get(self.key, self.said))

    @property
    def is_text(self) -> bool:
        return self.kind in (Kind.TEXT, Kind.LINE)

    @property
    def can_miss(self) -> bool:
        """Whether one can have been absent."""
        return self.part == Part.ITEM

    def options(self) -> list[tuple[str, str]]:
        """(what is stored, what it says) of each answer that counts, in the order of a chart."""
        if self.kind == Kind.RATING:
            return [(str(mark), f"{mark} – {RATINGS[mark]}") for mark in SCALE]
        if self.kind == Kind.YES_NO:
            return [(YES, str(_("Yes"))), (NO, str(_("No")))]
        return [(str(number), words) for number, words in enumerate(self.choices, 1)]


def generated(day: "InvitationPage", own: list[dict[str, Any]]) -> list[Question]:
    """What is asked of this day, if it opened now."""
    return [
        *of_programme(day),
        Question("whole", Kind.RATING, Part.WHOLE),
        Question("home", Kind.TEXT, Part.WHOLE),
        Question("different", Kind.TEXT, Part.WHOLE),
        *(
            Question(f"own{number}", one["kind"], Part.OWN, one["words"], "", one["choices"])
            for number, one in enumerate(own[:MOST_OWN], 1)
        ),
    ]


def of_programme(day: "InvitationPage") -> Iterator[Question]:
    """Breaks are not asked about."""
    items = [child.value for child in day.programme or [] if child.value.get("kind") != BREAK]
    for number, item in enumerate(items[:MOST_ITEMS], 1):
        starts_at, speaker = item.get("starts_at"), item.get("speaker") or ""
        detail = " · ".join(filter(None, (clock(starts_at) if starts_at else "", speaker)))
        yield Question(f"item{number}", Kind.RATING, Part.ITEM, item.get("title") or "", detail)


def frozen(questions: list[Question]) -> list[dict[str, Any]]:
    return [asdict(one) for one in questions]


def thawed(stored: list[dict[str, Any]]) -> list[Question]:
    return [Question(**one) for one in stored]
