"""`{% load seats %}`: the days that somebody is signed up for, on pages of packages that know no days."""

from typing import Any

from django import template
from django.utils import timezone

from cms.invitations.queries import days_of
from cms.members.models import Member

register = template.Library()


@register.simple_tag
def differences(names: list[str], before: list[str], after: list[str]) -> list[dict[str, str]]:
    """The rows of a letter about a change, of three lists in the same order."""
    rows = zip(names, before, after, strict=True)
    return [{"name": name, "before": old, "after": new} for name, old, new in rows]


@register.inclusion_tag("cms/invitations/parts/own_days.html")
def own_days(member: Member) -> dict[str, Any]:
    """»My network days«: those to come, the next first."""
    return {"registrations": days_of(member, timezone.now())}
