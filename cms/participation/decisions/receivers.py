"""What follows for a vote when a member leaves. Whoever is erased takes everything of theirs along."""

from typing import Any

from django.dispatch import receiver

from cms.members.models import Member
from cms.members.signals import member_left

from . import actions


@receiver(member_left)
def withdraw_ballots(*, member: Member, **kwargs: Any) -> None:
    actions.withdraw_ballots(member=member)
