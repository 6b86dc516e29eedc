"""What follows when a member is saved, leaves or is deleted."""

import datetime as dt
from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from cms.members.models import Member
from cms.members.signals import member_left

from . import actions, naming
from .models import Entry

NAMES = {"first_name", "last_name"}


@receiver(post_save, sender=Member)
def follow_name(
    instance: Member, created: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """The directory finds a member by the name that they have now."""
    if created or (update_fields is not None and NAMES.isdisjoint(update_fields)):
        return
    naming.follow_names(entries=Entry.objects.filter(member=instance.pk).select_related("member"))


@receiver(member_left)
def unlist(*, member: Member, now: dt.datetime, **kwargs: Any) -> None:
    """Who says goodbye is found by nobody. Whoever comes back says yes anew."""
    actions.unlist(member=member, now=now)


@receiver(pre_delete, sender=Member)
def take_letters_back(instance: Member, **kwargs: Any) -> None:
    actions.take_back(sender=instance, now=timezone.now())
