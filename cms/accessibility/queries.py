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
    kept = settings_of(site)
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
    kept = settings_of(site)
    return kept if kept.is_due(today) else None


def settings_of(site: Site) -> AccessibilitySettings:
    """What is kept, or as it would be. Wagtail's own `for_site` writes a row, which no GET may."""
    return AccessibilitySettings.objects.filter(site=site).first() or AccessibilitySettings()
