"""What makes an invitation impossible, each fault with the field that it stands at."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from cms.content.dates import wrong_weekdays

if TYPE_CHECKING:
    from .pages import InvitationPage

LONGEST = dt.timedelta(days=14)
# Outside of these, a year is a slip of the hand; and near 1 and 9999 times cannot be turned into UTC.
YEARS = range(2000, 2101)


def faults(invitation: "InvitationPage") -> dict[str, list[str]]:
    """{field: sentences}; empty when the invitation can be."""
    found: dict[str, list[str]] = {}
    start, end, deadline = invitation.starts_at, invitation.ends_at, invitation.deadline_at
    for field in ("starts_at", "ends_at", "deadline_at"):
        moment = getattr(invitation, field)
        if moment and moment.year not in YEARS:
            found[field] = [_("Check the year.")]
    if found:
        return found
    if start and end and end <= start:
        found.setdefault("ends_at", []).append(_("The day ends before it begins."))
    elif start and end and end - start > LONGEST:
        found.setdefault("ends_at", []).append(_("A day cannot last more than 14 days."))
    if start and deadline and deadline > start:
        found.setdefault("deadline_at", []).append(
            _("The deadline is after the day begins. Choose an earlier one.")
        )
    if invitation.price_kind == "paid" and not invitation.price:
        found.setdefault("price", []).append(_("Say what it costs, or choose »free«."))
    if invitation.price_kind == "free" and invitation.price:
        found.setdefault("price", []).append(_("It is free: leave the price empty."))
    if start:
        near = timezone.localtime(start).date()
        for field, text in texts(invitation):
            for sentence in wrong_weekdays(text, near):
                found.setdefault(field, []).append(sentence)
    for sentence in programme_faults(invitation):
        found.setdefault("programme", []).append(sentence)
    return found


def texts(invitation: "InvitationPage") -> list[tuple[str, str]]:
    """(field, plain text) for each field in which somebody may have typed a date."""
    body = invitation.body.render_as_block() if invitation.body else ""
    return [
        ("title", invitation.title or ""),
        ("lead", invitation.lead or ""),
        ("body", strip_tags(str(body))),
    ]


def programme_faults(invitation: "InvitationPage") -> list[str]:
    """Sentences about items that end before they begin."""
    sentences = []
    for number, child in enumerate(invitation.programme or [], 1):
        start, end = child.value.get("starts_at"), child.value.get("ends_at")
        if start and end and end < start and not crosses_midnight(invitation):
            sentences.append(
                _("Item %(number)s, »%(title)s«, ends before it begins.")
                % {"number": number, "title": child.value.get("title")}
            )
    return sentences


def crosses_midnight(invitation: "InvitationPage") -> bool:
    start, end = invitation.starts_at, invitation.ends_at
    if not (start and end):
        return False
    return timezone.localtime(start).date() != timezone.localtime(end).date()
