"""What the statement says, and whether it is time to go through it."""

import datetime as dt
from dataclasses import dataclass

from wagtail.models import Site

from cms.content.models import NetworkSettings

from .models import AccessibilityIssue, AccessibilitySettings


@dataclass(frozen=True)
class Statement:
    """The statement of one site. `conforms` is "fully", "partly" or, before the first check, "unknown"."""

    responsible: str
    email: str
    kept: AccessibilitySettings
    issues: list[AccessibilityIssue]

    @property
    def conforms(self) -> str:
        if self.issues:
            return "partly"
        return "fully" if self.kept.checked_on else "unknown"


def statement(site: Site) -> Statement:
    network = NetworkSettings.for_site(site)
    kept = AccessibilitySettings.for_site(site)
    return Statement(
        responsible=kept.responsible or network.secretariat_name,
        email=kept.report_email or network.contact_email,
        kept=kept,
        issues=open_issues(),
    )


def open_issues() -> list[AccessibilityIssue]:
    return list(AccessibilityIssue.objects.filter(solved_at=None))


def due(site: Site, today: dt.date) -> AccessibilitySettings | None:
    """The site's settings, if it is time to go through its statement."""
    kept = AccessibilitySettings.for_site(site)
    return kept if kept.is_due(today) else None
