"""What is done with saved audiences besides editing them."""

import datetime as dt

from .models import Audience
from .rules import Rule


def replace_organisation(*, gone: int, kept: int, now: dt.datetime) -> int:
    """Let the saved audiences that name one organisation name another; return how many. By their ids.

    A rule that cannot be read means nobody, and stays so.
    """
    changed = []
    for audience in Audience.objects.select_for_update().order_by("pk"):
        rule = Rule.stored(audience.rule)
        if rule.names(gone):
            audience.rule = rule.replacing(gone, kept).to_json()
            audience.changed_at = now
            changed.append(audience)
    Audience.objects.bulk_update(changed, ["rule", "changed_at"])
    return len(changed)
