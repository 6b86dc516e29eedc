"""Pressing *Send* as the page lets an editor press it: what was seen goes along."""

import re
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from wagtail.models import Site

from newsletters.approvals.models import SendingSettings
from newsletters.editions.pages import NewsletterPage

_SEEN = re.compile(r'name="seen" value="([^"]*)"')


def work_alone(*, second_person: bool = False, regret_seconds: int = 0) -> None:
    """From now on this site asks no second person, and »Send now« waits so many seconds."""
    SendingSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={"second_person": second_person, "regret_seconds": regret_seconds},
    )


def seen_on(client: Any, page: NewsletterPage, data: dict[str, Any] | None = None) -> str:
    """What the send page says that its reader has seen."""
    shown = client.get(reverse("newsletters_send", args=[page.pk]), data or {})
    found = _SEEN.search(shown.content.decode())
    return found.group(1) if found else ""


def press_send(
    client: Any, page: NewsletterPage, data: dict[str, Any] | None = None, **more: Any
) -> HttpResponse:
    """Look at the send page for this audience, then press *Send*."""
    seen = seen_on(client, page, data)
    url = reverse("newsletters_send", args=[page.pk])
    return client.post(url, {**(data or {}), "seen": seen}, **more)
