"""How often one may ask to join. Counted in the database, so that all processes count together.

What is kept of an address, an IP address or a network is a keyed hash, an hour or a day long. Whatever is
asked, the limits of a visitor never depend on whom they ask for: they tell nobody who is a member.
"""

import datetime as dt
import ipaddress
import logging
from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from django.db.models import Count, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.mail.addresses import mailbox

from .models import SignUp, Tally

logger = logging.getLogger(__name__)

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
# What one household or office has: RFC 6177 gives a site at least a /64.
NETWORKS = {4: 24, 6: 64}
UNKNOWN = "unknown"


class TooManySignUpsError(NetworkError):
    """More have asked than is let through for now."""

    code = "too_many_sign_ups"
    status = 429


def count_visitor(ip: str, *, now: dt.datetime, unconfirmed: QuerySet | None = None) -> None:
    """Count one sign-up from here. Call it in a transaction. `unconfirmed` are those that wait for a press,
    with the moment `created_at`; without it, those who want to join.

    Raises TooManySignUpsError when the visitor, the network around, or all visitors together have asked as
    often as is let through in an hour; then nothing is counted.
    """
    check_breaker(now, SignUp.objects.waiting() if unconfirmed is None else unconfirmed)
    own, around = parts(ip)
    limits = {
        mark("network", around): settings.JOIN_PER_NETWORK,
        mark("ip", own): settings.JOIN_PER_IP,
    }
    limits = {one: limit for one, limit in limits.items() if limit > 0}
    if not limits:
        return
    # One lock is enough: whoever has this IP address is in this network.
    hold(next(iter(limits)))
    counted = dict(standing(limits, now).values_list("mark").annotate(Count("pk")))
    if any(counted.get(one, 0) >= limit for one, limit in limits.items()):
        raise TooManySignUpsError(
            _("Many have signed up from your network just now. Try again in an hour.")
        )
    Tally.objects.bulk_create(Tally(mark=one, until=now + HOUR) for one in limits)


def check_breaker(now: dt.datetime, unconfirmed: QuerySet) -> None:
    """Raises TooManySignUpsError while more wait for confirmation than an hour brings by itself."""
    limit = settings.JOIN_PER_HOUR
    if limit <= 0:
        return
    if unconfirmed.filter(created_at__gt=now - HOUR).count() >= limit:
        logger.warning("Signing up pauses: %s within an hour and not confirmed.", limit)
        raise TooManySignUpsError(
            _("We get more sign-ups than usual just now. Try again in an hour, or write to us.")
        )


def take_address(known: str, *, now: dt.datetime) -> bool:
    """Whether a letter may go to this address, which from now on has had its one of the day. Call it in a
    transaction. `known` is canonical; addresses of one mailbox count as one.
    """
    one = mark("address", mailbox(known))
    hold(one)
    if standing([one], now).exists():
        return False
    Tally.objects.create(mark=one, until=now + DAY)
    return True


def standing(marks: Iterable[str], now: dt.datetime) -> QuerySet[Tally]:
    """What counts now of these."""
    return Tally.objects.filter(mark__in=list(marks), until__gt=now)


def forget(now: dt.datetime) -> int:
    """Delete what counts no more; how many that were."""
    return Tally.objects.filter(until__lte=now).delete()[0]


def parts(ip: str) -> tuple[str, str]:
    """The address and the network around it. What is no address counts as one visitor."""
    try:
        found = ipaddress.ip_address(ip.strip().partition("%")[0])
    except ValueError:
        return UNKNOWN, UNKNOWN
    found = getattr(found, "ipv4_mapped", None) or found
    around = ipaddress.ip_network((found, NETWORKS[found.version]), strict=False)
    return str(found), str(around)


def mark(what: str, value: str) -> str:
    """128 bits of a keyed hash, hex."""
    return salted_hmac(f"members.limits.{what}", value, algorithm="sha256").hexdigest()[:32]


def hold(one: str) -> None:
    """Let nobody else count this until the transaction ends. On SQLite the transaction itself does that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(one[:15], 16)])
