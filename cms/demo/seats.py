"""Who came to the days that were, and who has a seat, or waits for one, at those to come.

What is to come is made by the actions that members' presses call, so the letters about it lie in the outbox.
"""

import datetime as dt
import random

from django.utils import timezone

from cms.invitations.actions import Other, register, register_other
from cms.invitations.asked import Asked, asked_at
from cms.invitations.models import Registration
from cms.invitations.pages import InvitationPage
from cms.invitations.passing import Guest, use_pass
from cms.invitations.replying import Said
from cms.invitations.tokens import PASS, make_token
from cms.members.models import Member

from .report import Report

State = Registration.State
# Of those who had a seat, so many of a hundred came.
CAME = 87
# The coming day of this slug: how many sign up. The second is full, so the last of them wait.
BRING_A_COLLEAGUE, FULL = "tag-en-kollega-med", "studiebesoeg-genbrugsplads"
SIGNED_UP, BRING_ONE = 24, 3
MORE_THAN_SEATS = 6
# A letter about a seat is given up after three days, so nobody signed up longer ago.
MOST_HOURS = 60
GUESTS = (
    ("Signe", "Ravn", "signe.ravn@kolding.example"),
    ("Omar", "Dahl", "omar.dahl@vejle.example"),
)
OTHERS = (
    ("Vera", "Vind", "vera.vind@firma.example", "Rådgiverne"),
    ("Ali", "Nørgaard", "ali@teknisk-skole.example", "Teknisk Skole"),
)
# (what one cannot eat, what one needs), for every so many.
NEEDS = (
    ("", ""),
    ("Vegetar", ""),
    ("", ""),
    ("Tåler ikke nødder", ""),
    ("", ""),
    ("vegetar", ""),
    ("", "Jeg kører i kørestol og skal kunne komme op på taget"),
    ("", ""),
    ("Glutenfri", "Plads tæt ved skærmen"),
)


def fill(report: Report) -> None:
    now = timezone.now()
    members = list(Member.objects.select_related("organisation").order_by("pk"))
    dice = random.Random("who comes to the days")  # noqa: S311 - people, not secrets
    with report.step("seats at the days that were") as step:
        for day in InvitationPage.objects.filter(ends_at__lte=now).order_by("starts_at"):
            step.advance(len(remember(day, members, dice)))
    with report.step("seats at the days to come") as step:
        step.advance(sign_up(members, dice, now))


def remember(day: InvitationPage, members: list[Member], dice: random.Random) -> list[Registration]:
    """Those who had a seat at a day that was, and which of them came."""
    share = dice.randrange(55, 95)
    people = dice.sample(members, min(len(members), (day.seats or 40) * share // 100))
    return Registration.objects.bulk_create(
        Registration(
            invitation=day,
            number=number,
            state=State.SEATED,
            member=member,
            organisation=member.organisation,
            created_at=(then := day.starts_at - dt.timedelta(days=dice.randrange(8, 40))),
            seated_at=then,
            checked_in_at=day.starts_at if dice.randrange(100) < CAME else None,
        )
        for number, member in enumerate(people, 1)
    )


def sign_up(members: list[Member], dice: random.Random, now: dt.datetime) -> int:
    count = 0
    for slug in (BRING_A_COLLEAGUE, FULL):
        day = InvitationPage.objects.filter(slug__endswith=slug).first()
        if day is None:
            continue
        wanted = SIGNED_UP if slug == BRING_A_COLLEAGUE else (day.seats or 0) + MORE_THAN_SEATS
        asked = asked_at(day)
        for place, member in enumerate(dice.sample(members, min(wanted, len(members)))):
            then = now - dt.timedelta(hours=MOST_HOURS) * (1 - place / wanted)
            guests = 1 if day.guests_allowed and place % BRING_ONE == 0 else 0
            register(
                invitation=day,
                member=member,
                guests=guests,
                is_on_list=dice.random() < 0.8,
                said=answers(asked, dice, place),
                now=then,
            )
            count += 1 + guests
        use_passes(day, now)
        if day.takes_others:
            count += others(day, dice, now)
    return count


def answers(asked: Asked, dice: random.Random, place: int) -> Said | None:
    """What somebody answers; some need something."""
    if not asked:
        return None
    said = {one.key: dice.choice(one.choices)[0] for one in asked.questions if one.choices}
    diet, access = NEEDS[place % len(NEEDS)]
    return Said(said, diet, access)


def others(day: InvitationPage, dice: random.Random, now: dt.datetime) -> int:
    """Some who are no members and have confirmed."""
    for place, (first, last, email, workplace) in enumerate(OTHERS):
        other = Other(first, last, email, "da", organisation_name=workplace)
        said = answers(asked_at(day), dice, place)
        register_other(invitation=day, other=other, is_on_list=True, said=said, now=now)
    return len(OTHERS)


def use_passes(day: InvitationPage, now: dt.datetime) -> None:
    """The first colleagues have written who they are."""
    waiting = day.registrations.exclude(host=None).order_by("number")
    for seat, (first, last, email) in zip(waiting, GUESTS, strict=False):
        guest = Guest(first_name=first, last_name=last, email=email, language="da")
        use_pass(token=make_token(PASS, seat), guest=guest, now=now)
