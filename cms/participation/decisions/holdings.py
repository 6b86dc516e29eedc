"""What is kept of who proposed, voted and answered at a season's end."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.content.dates import day_text
from cms.holdings.registry import Ground, Holding, Person, Row, Rule, facts, read, register

from .models import Ballot, Proposal, Renewal
from .sweeping import KEPT, sweep

SWEEP = f"{sweep.__module__}.{sweep.__name__}"


def proposals_of(person: Person, most: int | None) -> Iterator[Row]:
    found = Proposal.objects.filter(member=person.member or 0).select_related("decision")
    for one in read(found.order_by("-at", "-pk"), most):
        what = gettext("Proposed something for »%(question)s«") % {
            "question": one.decision.question
        }
        yield Row(at=one.at, what=what, facts=facts(("text", _("Text"), one.text)))


def ballots_of(person: Person, most: int | None) -> Iterator[Row]:
    found = Ballot.objects.filter(member=person.member or 0).select_related("decision", "option")
    for one in read(found.order_by("-at", "-pk"), most):
        words = {"option": one.option.title, "question": one.decision.question}
        what = gettext("Voted for »%(option)s« in »%(question)s«") % words
        yield Row(at=one.at, what=what, deleted_at=one.decision.vote_closes_at)


def renewals_of(person: Person, most: int | None) -> Iterator[Row]:
    found = Renewal.objects.filter(member=person.member or 0).select_related("decision__season")
    for one in read(found.order_by("-pk"), most):
        said = one.get_choice_display() if one.choice else gettext("not answered")
        yield Row(
            at=one.answered_at or one.asked_at,
            what=gettext("Asked whether you go on after %(season)s")
            % {"season": one.decision.season.name},
            facts=facts(
                ("choice", _("Answer"), said),
                ("asked_at", _("Letter"), one.asked_at and day_text(one.asked_at, year=True)),
                (
                    "reminded_at",
                    _("Reminder"),
                    one.reminded_at and day_text(one.reminded_at, year=True),
                ),
            ),
        )


register(
    Holding(
        name="participation.proposals",
        place=48,
        label=_("Your proposals for what comes next"),
        what=_("What you proposed when a season ended. Members see it with your name."),
        why=_("So that the members can decide together."),
        ground=Ground.MEMBERSHIP,
        kept="",
        rules=lambda: (Rule(_("Deleted %(period)s after the season."), KEPT, SWEEP),),
        of=proposals_of,
        models=frozenset({"cms.Proposal"}),
    )
)
register(
    Holding(
        name="participation.ballots",
        place=49,
        label=_("Your vote about what comes next"),
        what=_("Which option you vote for. Nobody else is shown it."),
        why=_("So that you can change it, and nobody votes twice."),
        ground=Ground.MEMBERSHIP,
        kept=_("Until the vote closes: then the votes are counted, and who gave them is deleted."),
        of=ballots_of,
        models=frozenset({"cms.Ballot"}),
        is_private=True,
    )
)
register(
    Holding(
        name="participation.renewals",
        place=50,
        label=_("Whether you go on after the season"),
        what=_("When you were asked, and what you answered."),
        why=_("So that you are asked once, and reminded once."),
        ground=Ground.MEMBERSHIP,
        kept="",
        rules=lambda: (Rule(_("Deleted %(period)s after the season."), KEPT, SWEEP),),
        of=renewals_of,
        models=frozenset({"cms.Renewal"}),
    )
)
