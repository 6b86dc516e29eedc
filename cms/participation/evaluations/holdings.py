"""What is kept of evaluations: that somebody was asked; and answers, which are nobody's."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.holdings.registry import (
    Ground,
    Holding,
    Person,
    Row,
    Rule,
    facts,
    nothing_of,
    read,
    register,
)

from .models import Respondent
from .sweeping import RESPONDENTS_KEPT, TEXTS_KEPT

STEP = "cms.participation.evaluations.sweeping.sweep"


def asked_of(person: Person, most: int | None) -> Iterator[Row]:
    mine = Q(registration__email_key=person.address)
    mine |= Q(registration__member=person.member) if person.member else Q()
    found = Respondent.objects.filter(mine).order_by("-pk")
    for one in read(found.select_related("registration__invitation__evaluation"), most):
        day = one.registration.invitation
        answered = gettext("yes") if one.has_answered else gettext("no")
        yield Row(
            at=None,
            what=gettext("Asked to evaluate »%(day)s«") % {"day": day.title},
            facts=facts(("has_answered", _("Answer begun"), answered)),
            deleted_at=day.evaluation.closes_at + RESPONDENTS_KEPT,
        )


register(
    Holding(
        name="participation.asked",
        place=27,
        label=_("Evaluations that you were asked for"),
        what=_(
            "That you were asked what you got out of a day, and whether you have begun to answer."
        ),
        why=_("So that each answers once, and only those who have not are reminded."),
        ground=Ground.INTEREST,
        kept="",
        rules=lambda: (
            Rule(_("Deleted %(period)s after the evaluation has closed."), RESPONDENTS_KEPT, STEP),
        ),
        of=asked_of,
        models=frozenset({"cms.Respondent"}),
        stays=_("What you answered, as nobody can tell which answers are yours, not even we."),
    )
)
register(
    Holding(
        name="participation.answers",
        place=28,
        label=_("Answers to evaluations"),
        what=_("What those who came said of a day, without name, address, time or order."),
        why=_("So that the next day is better than the last."),
        ground=Ground.INTEREST,
        kept=_(
            "Until it closes, as sheets that only your own secret link finds. After that as numbers, "
            "which stay, and as texts in random order."
        ),
        rules=lambda: (
            Rule(
                _("Texts are deleted %(period)s after the evaluation has closed."), TEXTS_KEPT, STEP
            ),
        ),
        of=nothing_of,
        models=frozenset({"cms.AnswerSheet"}),
    )
)
