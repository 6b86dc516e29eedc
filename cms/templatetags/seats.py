"""`{% load seats %}`: the days that somebody is signed up for, on pages of packages that know no days."""

from typing import Any

from django import template
from django.utils import timezone

from cms.invitations.queries import days_of
from cms.members.models import Member

register = template.Library()


@register.inclusion_tag("cms/invitations/parts/own_days.html")
def own_days(member: Member) -> dict[str, Any]:
    """»My network days«: those to come, the next first."""
    return {"registrations": days_of(member, timezone.now())}
