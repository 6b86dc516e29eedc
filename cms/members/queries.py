"""What a member says yes to; whether mail to an address is stopped, and what was done about it; who has asked
to join.

An address is its fingerprint here.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max, Q, QuerySet

from cms.holdings.registry import Person

from . import tokens
from .models import Consent, Member, SignUp, Suppression, User

# What the machine writes where a person writes why. A page shows it in the reader's language.
A_LETTER_ARRIVED = "a letter arrived"
JOINED_AGAIN = "joined again"


def standing_consents(member: Member) -> list[Consent]:
    """What the member says yes to now, in the order of the series."""
    found = member.consents.filter(withdrawn_at=None).select_related("series", "wording")
    return list(found.order_by("series__place", "series__name"))


def person_of(member: Member) -> Person:
    """Whom things are kept about, by all that this member goes by."""
    account = User.objects.filter(email=member.email_key).values_list("pk", flat=True).first()
    return Person(member.email_key, member.fingerprint, member=member.pk, account=account)


def suppressions_of(fingerprint: str) -> QuerySet[Suppression]:
    """All there ever were for this address, the latest first."""
    return Suppression.objects.filter(fingerprint=fingerprint).select_related("lifted_by")


def standing(fingerprints: Iterable[str]) -> QuerySet[Suppression]:
    """Those that stand now, at most one for each address."""
    return Suppression.objects.filter(fingerprint__in=set(fingerprints), lifted_at=None)


def is_dead(fingerprint: str) -> bool:
    """Whether the address does not exist, as far as we know: a letter there would only come back."""
    return standing([fingerprint]).filter(reason=Suppression.Reason.BOUNCED).exists()


def refused(fingerprint: str) -> bool:
    """Whether an address may not even be asked. One that was erased may ask to come back itself."""
    found = standing([fingerprint]).exclude(reason=Suppression.Reason.ERASED)
    return found.exists()


def softly_stopped(fingerprints: Iterable[str]) -> QuerySet[Suppression]:
    """Those that stand because letters came back again and again."""
    return standing(fingerprints).filter(reason=Suppression.Reason.SOFT_BOUNCES)


def lifts(fingerprints: Iterable[str]) -> dict[str, dt.datetime]:
    """When a person last let mail go on, for each address where one did."""
    by_a_person = Suppression.objects.filter(fingerprint__in=set(fingerprints)).exclude(
        Q(lifted_at=None) | Q(lifted_because=A_LETTER_ARRIVED, lifted_by=None)
    )
    rows = by_a_person.order_by("fingerprint").values_list("fingerprint")
    return dict(rows.annotate(latest=Max("lifted_at")))


def unanswered(now: dt.datetime) -> QuerySet[SignUp]:
    """Sign-ups of which nobody has looked yet whether a letter goes to their address."""
    return SignUp.objects.waiting().filter(answered_at=None, expires_at__gt=now)


def sign_up_of(token: str, now: dt.datetime) -> SignUp | None:
    """The sign-up that this token confirms, or None for any other text: wrong, used, replaced, too old."""
    hashed = tokens.hash_of(token)
    if hashed is None:
        return None
    waiting = SignUp.objects.waiting().filter(token_hash=hashed, expires_at__gt=now)
    return waiting.select_related("organisation").first()
