import datetime as dt
from collections.abc import Callable

import pytest
from wagtail.models import Site

from cms.accessibility.models import AccessibilityIssue, AccessibilitySettings
from cms.content.models import NetworkSettings


@pytest.fixture
def checked(home) -> Callable[..., AccessibilitySettings]:
    """The site was checked on this day, and the secretariat can be written to."""

    def set_to(day: dt.date | None, **values: object) -> AccessibilitySettings:
        site = Site.objects.get(is_default_site=True)
        NetworkSettings.objects.update_or_create(
            site=site, defaults={"contact_email": "post@netvaerk.example"}
        )
        kept, _made = AccessibilitySettings.objects.update_or_create(
            site=site, defaults={"checked_on": day, **values}
        )
        return kept

    return set_to


@pytest.fixture
def issue(home) -> Callable[..., AccessibilityIssue]:
    def make(**values: object) -> AccessibilityIssue:
        said = {
            "what": "Kortet kan ikke læses op.",
            "where": "Medlemskortet",
            "hits": "Folk, der bruger skærmlæser",
        }
        return AccessibilityIssue.objects.create(**(said | values))

    return make
