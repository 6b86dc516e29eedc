"""What a day asks of those who sign up, in the words of the page that somebody reads."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .questions import Question

if TYPE_CHECKING:
    from .pages import InvitationPage

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Asking:
    """One question. `label` and `choices` are read, `name` and the values of the choices are kept: they are
    the words of the page that people are registered for, whichever language somebody answers in.
    """

    key: str
    name: str
    label: str
    hint: str
    kind: str
    is_required: bool
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    questions: list[Asking]
    diet: bool
    access: bool

    def __bool__(self) -> bool:
        return bool(self.questions) or self.asks_needs

    @property
    def asks_needs(self) -> bool:
        return self.diet or self.access


def asked_at(day: "InvitationPage", page: "InvitationPage | None" = None) -> Asked:
    """`day` is the one that people are registered for, `page` the one that is read."""
    spoken = {}
    if page is not None and page.pk != day.pk:
        spoken = {one.key: one for one in page.questions.all()}
    found = [asking(one, spoken.get(one.key, one)) for one in day.questions.all()]
    return Asked(found, day.asks_diet, day.asks_access)


def asking(own: Question, read: Question) -> Asking:
    kept, shown = own.option_list, read.option_list
    if own.kind == Question.Kind.YES_NO:
        kept, shown = [YES, NO], [_("Yes"), _("No")]
    elif len(kept) != len(shown):
        shown = kept
    choices = list(zip(kept, shown, strict=True)) if own.kind != Question.Kind.TEXT else []
    return Asking(own.key, own.label, read.label, read.hint, own.kind, own.is_required, choices)


def in_words(value: str) -> str:
    """An answer as it is shown."""
    return {YES: _("Yes"), NO: _("No")}.get(value, value)
