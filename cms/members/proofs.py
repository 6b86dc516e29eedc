"""The proof that somebody once said yes to a series leaves when nobody can ask for it any more.

The period is our rule. It is as long as an offence that is punished by a fine can be prosecuted in Denmark
(the Criminal Code § 93(1) no. 1: two years), as mail that nobody agreed to is (the Marketing Practices Act §
10). What stays is the wording, which never held a person.
"""

import datetime as dt

from .models import Consent

KEPT = dt.timedelta(days=2 * 365)
PORTION = 1_000


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Delete a portion of those that were taken back so long ago. A step of `manage.py tick`."""
    old = Consent.objects.order_by("withdrawn_at").filter(withdrawn_at__lte=now - KEPT)
    keys = list(old.values_list("pk", flat=True)[:PORTION])
    deleted = Consent.objects.filter(pk__in=keys).delete()[0] if keys else 0
    return {"proofs of consent deleted": deleted}
