"""`{% load seats %}`: the days that somebody is signed up for, on pages of packages that know no days."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cms.invitations.feeds import token_of
from cms.invitations.memory import CalendarLink
from cms.invitations.queries import days_of
from cms.members.models import Member

register = template.Library()


@register.simple_tag
def differences(names: list[str], before: list[str], after: list[str]) -> list[dict[str, str]]:
    """The rows of a letter about a change, of three lists in the same order."""
    rows = zip(names, before, after, strict=True)
    return [{"name": name, "before": old, "after": new} for name, old, new in rows]


@register.inclusion_tag("cms/invitations/parts/own_days.html", takes_context=True)
def own_days(context: Any, member: Member) -> dict[str, Any]:
    """»My network days«: those to come, the next first, and the address of the calendar that has them."""
    link = CalendarLink.objects.filter(member=member).first()
    path = reverse("invitations:own_calendar", args=[token_of(link)]) if link else ""
    whole = settings.SITE_URL + path if path else ""
    return {
        "registrations": days_of(member, timezone.now()),
        "calendar_url": whole,
        "calendar_webcal": f"webcal://{whole.partition('://')[2]}",
        "csrf_token": context.get("csrf_token"),
    }
