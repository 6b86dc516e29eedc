"""Most of the invented members are in the directory, and no two show quite the same."""

import random
from typing import Any

from django.utils import timezone

from cms.directory.actions import Listing, list_member
from cms.members.models import Member
from cms.topics.pages import GoalPage

from . import texts
from .report import Report

# How many of ten are in it; of those, how many show each field, take letters and say what they can help with.
LISTED = 7
SHOWN = {
    "shows_unit": 8,
    "shows_role": 8,
    "shows_level": 4,
    "shows_topics": 7,
    "shows_goals": 5,
    "takes_letters": 9,
}
HELPING = 3


def fill(report: Report) -> None:
    dice = random.Random("the directory of members")  # noqa: S311 - what is shown, not secrets
    helping = texts.read(texts.FOLDER / "helping.md").section("helping").splitlines()
    sentences = [line.removeprefix("- ") for line in helping if line.strip()]
    members = list(Member.objects.select_related("organisation").order_by("pk"))
    choose_goals(members, dice)
    with report.step("entries in the directory") as step:
        for member in members:
            if dice.randrange(10) < LISTED:
                list_member(member=member, listing=listing(dice, sentences), now=timezone.now())
                step.advance()


def choose_goals(members: list[Member], dice: random.Random) -> None:
    """Up to four goals for each."""
    goals = list(GoalPage.objects.order_by("number"))
    chosen: Any = Member.goals.through
    chosen.objects.bulk_create(
        chosen(member=member, goalpage=goal)
        for member in members
        for goal in dice.sample(goals, min(len(goals), dice.choice((0, 1, 2, 2, 3, 4))))
    )


def listing(dice: random.Random, sentences: list[str]) -> Listing:
    fields = {name: dice.randrange(10) < tenths for name, tenths in SHOWN.items()}
    helps = dice.choice(sentences) if dice.randrange(10) < HELPING else ""
    return Listing(**fields, helps_with=helps)
