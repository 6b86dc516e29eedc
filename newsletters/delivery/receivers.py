"""What delivery does when a member is erased."""

from typing import Any

from django.db.models.signals import pre_delete

from cms.members.models import Member

from . import actions


def forget_address(sender: type[Member], instance: Member, **kwargs: Any) -> None:
    actions.forget_addresses(member=instance)


def connect() -> None:
    pre_delete.connect(forget_address, sender=Member, dispatch_uid="newsletters.forget_address")
