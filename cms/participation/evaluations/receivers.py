"""What members tell us of: one who is erased was never asked. Their answers nobody can find."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import pre_delete

from cms.members.models import Member

from .models import Respondent


def connect() -> None:
    """Before the packages that a registration belongs to: they take the person off it."""
    pre_delete.connect(forget, sender=Member, dispatch_uid="cms.forget_respondent")


def forget(sender: type[Member], instance: Member, **kwargs: Any) -> None:
    mine = Q(registration__member=instance) | Q(registration__email_key=instance.email_key)
    Respondent.objects.filter(mine).delete()
