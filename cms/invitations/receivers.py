"""What Wagtail and members tell us of: a day that was published anew, a member who leaves or
is erased.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models.signals import pre_delete
from django.utils import timezone
from wagtail.signals import page_published

from cms.members.models import Member
from cms.members.signals import member_left

from . import actions, passing, queries
from .applications import Application
from .questions import forget_said

if TYPE_CHECKING:
    from .pages import InvitationPage


def connect() -> None:
    member_left.connect(release_seats_of, dispatch_uid="cms.seats_of_leaver")
    pre_delete.connect(release_seats, sender=Member, dispatch_uid="cms.release_seats")
    day = apps.get_model("cms.InvitationPage")
    page_published.connect(offer_more_seats, sender=day, dispatch_uid="cms.more_seats")


def release_seats_of(*, member: Member, now: dt.datetime, **kwargs: Any) -> None:
    """Who says goodbye comes to no day; their place goes to the next."""
    actions.release_member(member=member, now=now)


def release_seats(sender: type[Member], instance: Member, **kwargs: Any) -> None:
    now = timezone.now()
    actions.release_member(member=instance, now=now)
    passing.forget_address(email_key=instance.email_key, now=now)
    forget_said(instance.registrations.all())
    Application.objects.filter(email_key=instance.email_key).delete()


def offer_more_seats(sender: type, instance: "InvitationPage", **kwargs: Any) -> None:
    """The day may have more seats than before."""
    if instance.registrations.waiting().exists():
        actions.fill(invitation=queries.day_of(instance), now=timezone.now())
