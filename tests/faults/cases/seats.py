"""F43: many people want the last seat of a day at the same moment."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from ..registry import fault
from ..stage import Stage
from .people import in_threads

SEATS, EARLY, PRESSES = 3, 2, 50


def make_day() -> Any:
    from tests.factories.pages import make_home, make_invitation

    make_home()
    return make_invitation(seats=SEATS)


def take_one_away(day: Any) -> None:
    """What an editor's saving does to the seats, under the same lock as everybody's press."""
    from cms.invitations import seating
    from cms.invitations.pages import InvitationPage

    with transaction.atomic():
        seating.lock(day.pk)
        InvitationPage.objects.filter(pk=day.pk).update(seats=SEATS - 1)


@fault(
    "F43",
    "the last seat, fifty people; one is given back and one taken away meanwhile",
    classes=("key",),
    members=EARLY + PRESSES,
)
def f43(stage: Stage) -> str:
    """Never more seats than there are; whoever was answered has a seat or a place in the line, by turn."""
    from cms.invitations import actions
    from cms.invitations.models import Registration
    from cms.members.models import Member

    day = stage.read(make_day)
    members = stage.read(lambda: list(Member.objects.order_by("pk")))

    def register(member: Any) -> Any:
        return actions.register(invitation=day, member=member, now=timezone.now())

    early = stage.read(lambda: [register(member) for member in members[:EARLY]])

    def press(number: int) -> Any:
        if number == PRESSES:
            return actions.cancel(registration=early[0], now=timezone.now())
        if number > PRESSES:
            return take_one_away(day)
        return register(members[EARLY + number])

    answers = in_threads(PRESSES + 2, press)[:PRESSES]
    standing = Registration.objects.filter(invitation=day.pk).order_by("number")
    numbers = stage.read(lambda: list(standing.values_list("number", flat=True)))
    assert numbers == list(range(1, EARLY + PRESSES + 1)), numbers
    assert len({answer.pk for answer in answers}) == PRESSES
    held = stage.read(lambda: list(standing.holding().values_list("number", flat=True)))
    # The third seat is there only if it was given back before one was taken away.
    assert held in ([2, 3], [2, 3, 4]), held
    waiting = stage.read(standing.waiting().count)
    assert waiting == EARLY + PRESSES - 1 - len(held), waiting
    return f"{PRESSES} presses at once, seats held by the numbers {held}, {waiting} in the line"
