"""`{% load evaluations %}`: the way to an open evaluation, on pages of packages that know of none."""

from typing import Any

from django import template
from django.utils import timezone

from cms.invitations.models import Registration
from cms.members.models import Member
from cms.participation.evaluations.asking import path_of_link
from cms.participation.evaluations.models import Evaluation
from cms.participation.evaluations.queries import open_evaluation, open_to

register = template.Library()


@register.inclusion_tag("cms/participation/evaluations/parts/own.html")
def own_evaluations(member: Member) -> dict[str, Any]:
    """»Say what you got out of it«: what the member was asked and has not begun, each with its own link."""
    asked = [
        {"day": one.registration.invitation, "url": path_of_link(one.registration)}
        for one in open_to(member, timezone.now())
    ]
    return {"asked": asked}


@register.inclusion_tag("cms/participation/evaluations/parts/of_seat.html")
def evaluation_of_seat(registration: Registration | None) -> dict[str, Any]:
    """The same on the page of one's own seat."""
    if registration is None or not registration.checked_in_at:
        return {}
    evaluation = open_evaluation(registration.invitation, timezone.now())
    respondent = getattr(registration, "respondent", None) if evaluation else None
    if respondent is None:
        return {}
    return {
        "evaluation": evaluation,
        "begun": respondent.has_answered,
        "url": path_of_link(registration),
    }


@register.simple_tag
def evaluation_under_way(day: Any) -> Evaluation | None:
    """The day's evaluation while it is open, whichever language's page it is."""
    now = timezone.now()
    if not day.is_past(now):
        return None
    found = Evaluation.objects.under_way(now)
    return found.filter(invitation__translation_key=day.translation_key).first()
