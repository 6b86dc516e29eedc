"""What those who came said: of the first day a result, of the latest an evaluation that takes answers.

Made by the actions that people's presses call. Those of the latest day are written to like anybody else, so
their letters lie in the outbox, and each leads to a sheet.
"""

import datetime as dt
import random
from typing import Any

from django.utils import timezone

from cms.invitations.pages import InvitationPage
from cms.invitations.tokens import make_token
from cms.participation.evaluations import actions, asking, opening, queries, sealing
from cms.participation.evaluations.models import Evaluation, Respondent
from cms.participation.evaluations.questions import Kind, Question, thawed
from cms.participation.evaluations.tokens import EVALUATION, make_secret

from .report import Report

OWN = [
    {"words": "Vil du anbefale dagen til en kollega?", "kind": "yes_no", "choices": []},
    {
        "words": "Hvordan fandt du dagens længde?",
        "kind": "choice",
        "choices": ["For kort", "Passende", "For lang"],
    },
]
ANSWERED, BEGUN = 17, 3
HOME = (
    "At et mål først flytter noget, når det står i en kontrakt.",
    "Øvelsen med budgettet. Den prøver vi af i direktionen i næste måned.",
    "Kontakten til tre kommuner, der sidder med det samme som os.",
    "Vi skal begynde småt og måle fra første dag.",
    "Et skema til indkøb, som jeg kan bruge i morgen.",
    "At politikerne skal med tidligere, end vi plejer.",
    "Historien om genbrugsstationen. Den fortæller jeg videre.",
    "Mod til at sige højt, hvad der ikke virkede.",
    "En liste over de indikatorer, de andre faktisk bruger.",
)
DIFFERENT = (
    "Mere tid ved bordene, færre slides.",
    "Programmet var tæt. En pause mere midt på eftermiddagen ville hjælpe.",
    "Gerne flere eksempler fra mindre kommuner.",
    "Send materialet ud dagen før, så kan vi forberede os.",
    "Lyden var svær at høre bagest i salen.",
    "Begynd kl. 10, så vi fra Jylland kan nå det med toget.",
)


def fill(report: Report) -> None:
    now = timezone.now()
    dice = random.Random("what they said of the days")  # noqa: S311 - answers, not secrets
    with report.step("evaluations") as step:
        past = InvitationPage.objects.filter(ends_at__lte=now).order_by("-ends_at")[:2]
        if len(past) == 2:
            latest, before = past
            step.advance(held(before, dice))
            step.advance(under_way(latest, dice, now))


def held(day: InvitationPage, dice: random.Random) -> int:
    """An evaluation that has closed."""
    decided = {"is_on": True, "days_open": 14, "reminds": True, "own_questions": OWN}
    actions.decide(day=day, now=day.starts_at, **decided)  # type: ignore[arg-type]
    opening.open_one(day, day.ends_at)
    count = answer(day, ANSWERED, dice, day.ends_at + dt.timedelta(hours=2))
    for evaluation in Evaluation.objects.filter(invitation=day, opened_at__isnull=False):
        sealing.seal(evaluation, day.ends_at + dt.timedelta(days=15))
    return count


def under_way(day: InvitationPage, dice: random.Random, now: dt.datetime) -> int:
    """An evaluation that takes answers, and the letters about it."""
    opening.open_one(day, now - dt.timedelta(days=1))
    asking.write_due(now)
    return answer(day, BEGUN, dice, now)


def answer(day: InvitationPage, most: int, dice: random.Random, then: dt.datetime) -> int:
    """The first ones begin and save. Returns how many."""
    evaluation = queries.evaluation_of(day)
    asked = Respondent.objects.of(evaluation).select_related("registration").order_by("pk")[:most]
    for place, one in enumerate(asked):
        secret, token = make_secret(), make_token(EVALUATION, one.registration)
        actions.begin(token=token, secret=secret, now=then)
        questions = thawed(evaluation.questions)
        said = {each.key: words(each, place, dice) for each in questions}
        given = {key: value for key, value in said.items() if value}
        actions.save(secret=secret, answers=given, now=then)
    return len(asked)


def words(question: Question, place: int, dice: random.Random) -> Any:
    """One answer; nothing where this person has none."""
    if question.kind == Kind.RATING:
        if question.can_miss and dice.random() < 0.08:
            return "absent"
        return str(dice.choices((5, 4, 3, 2, 1), (34, 38, 18, 7, 3))[0])
    if question.key == "home":
        return HOME[place] if place < len(HOME) else ""
    if question.key == "different":
        return DIFFERENT[place - 6] if 6 <= place < 6 + len(DIFFERENT) else ""
    if question.kind == Kind.CHOICE:
        return dice.choices(("1", "2", "3"), (3, 12, 2))[0]
    return "yes" if dice.random() < 0.9 else "no"
