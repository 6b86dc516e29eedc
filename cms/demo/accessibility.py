"""The demo's accessibility statement: a check some months ago, two known issues, and one that is solved."""

import datetime as dt

from django.utils import timezone
from wagtail.models import Site

from cms.accessibility.models import AccessibilityIssue, AccessibilitySettings

from .report import Report

CHECKED_BEFORE, MENDED_AFTER = dt.timedelta(days=75), dt.timedelta(days=120)
Reason = AccessibilityIssue.Reason
ISSUES = (
    {
        "what": "Ældre bilag kan være svære at læse op.",
        "where": "Pdf-filer, som medlemmer delte før den første netværksdag",
        "hits": "Folk, der bruger skærmlæser",
        "reason": Reason.BURDEN,
        "explanation": "Vi har ikke kilderne til dem, og få spørger efter dem.",
        "workaround": "Skriv, hvilket bilag du har brug for, så sender vi det i en udgave, du kan bruge.",
    },
    {
        "what": "Film fra netværksdage har endnu ikke undertekster.",
        "where": "Film, som taler vises i på siderne om holdte netværksdage",
        "hits": "Folk, der er døve eller har nedsat hørelse",
        "reason": Reason.MENDING,
        "explanation": "Vi skriver undertekster til de nyeste først.",
        "workaround": "Opsamlingen på hver netværksdags side siger det vigtigste i tekst.",
    },
)
SOLVED = {
    "what": "Tabellen over deltagere kunne ikke rulles med tastaturet.",
    "where": "»Min side«",
    "hits": "Folk, der kun bruger tastatur",
}


def fill(report: Report) -> None:
    today = timezone.localdate()
    site = Site.objects.get(is_default_site=True)
    AccessibilitySettings.objects.update_or_create(
        site=site, defaults={"checked_on": today - CHECKED_BEFORE}
    )
    for said in report.each("accessibility issues", ISSUES):
        is_mended = said["reason"] == Reason.MENDING
        expected_on = today + MENDED_AFTER if is_mended else None
        AccessibilityIssue.objects.create(**said, expected_on=expected_on)
    AccessibilityIssue.objects.create(**SOLVED, solved_at=timezone.now() - CHECKED_BEFORE)
