"""What follows for wishes when a member leaves or is erased."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from cms.members.models import Member
from cms.members.signals import member_left

from . import actions


@receiver(member_left)
def take_votes_back(*, member: Member, **kwargs: Any) -> None:
    actions.take_votes_back(member=member)


@receiver(pre_delete, sender=Member)
def forget_author(instance: Member, **kwargs: Any) -> None:
    actions.forget_author(member=instance)
