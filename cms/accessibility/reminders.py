"""The yearly task: one letter to the secretariat for each check that is about to be too old."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.mail import actions as mail
from cms.mail.models import Letter

from .letters import CHECK
from .queries import due, statement


def remind(*, now: dt.datetime) -> dict[str, int]:
    """Safe to run at any time, in parallel: a letter's key is its site and the day of the check."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    kept = due(site, timezone.localdate(now)) if site else None
    # What was never checked stands in the admin until it is; nobody is written to about a site that is new.
    if site is None or kept is None or kept.checked_on is None:
        return {}
    key = f"accessibility:{site.pk}:{kept.checked_on.isoformat()}"
    address = statement(site).email
    if not address or Letter.objects.filter(key=key).exists():
        return {}
    checked_at = timezone.make_aware(dt.datetime.combine(kept.checked_on, dt.time(12)))
    values = {"checked_at": checked_at, "statement_url": reverse("accessibility")}
    mail.post(
        kind=CHECK.name, address=address, values=values, now=now, about="accessibility", key=key
    )
    return {"reminders of the accessibility statement": 1}
