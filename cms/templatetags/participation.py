"""`{% load participation %}`: what members have a say in, on pages of packages that know nothing of it."""

from typing import Any

from django import template
from django.utils import timezone

from cms.caching.remembering import remember
from cms.invitations.pages import InvitationPage
from cms.members.models import Member
from cms.participation.decisions import queries as decisions
from cms.participation.wishes import queries as wishes

register = template.Library()


@register.inclusion_tag("cms/participation/wishes/parts/answered.html")
def answered_wishes(day: InvitationPage) -> dict[str, Any]:
    """»You said → we did«: the public wishes that this day answers."""
    return {"wishes": remember(("answered wishes", day.pk), lambda: wishes.said_by(day))}


@register.inclusion_tag("cms/participation/decisions/parts/ledger_outcome.html")
def season_outcome(season: int | None = None) -> dict[str, Any]:
    """What the members decided at the end of a season, or last; nothing where nothing is published."""
    decision = decisions.published_decision(season)
    if decision is None:
        return {}
    return {
        "decision": decision,
        "options": decisions.options_of(decision),
        "turnout": decisions.turnout(decision),
    }


@register.inclusion_tag("cms/participation/parts/own_say.html", takes_context=True)
def own_say(context: Any, member: Member) -> dict[str, Any]:
    """»Your say« on one's own page."""
    now = timezone.now()
    asking, decision = decisions.asking_decision(now), decisions.current_decision(now)
    mine = wishes.own_states(member)
    is_resting = member.resting_until and member.resting_until >= timezone.localdate(now)
    return {
        "asking": asking,
        "renewal": decisions.own_renewal(asking, member) if asking else None,
        "decision": decision,
        "step": decision.step(now) if decision else None,
        "resting_until": member.resting_until if is_resting else None,
        "wishes": len(mine),
        "answered": mine.count("answered"),
        "csrf_token": context.get("csrf_token"),
    }
