"""What can be done with a member's consent, and with an address that takes no mail; and a forgotten password.

Only here is it written.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.mail.actions import post
from cms.mail.models import Letter
from cms.series.models import Series, Wording

from . import queries
from .letters import RESET_PASSWORD
from .models import Consent, Member, Suppression, User

SHORTEST_REASON = 5
# Member's id, series' id.
Said = tuple[int, int]
# Whoever asks again within it gets no second letter: a stranger could else fill somebody's inbox.
RESETS_APART = dt.timedelta(minutes=10)
# A stronger reason takes the place of a weaker one; what a person set is not touched by reports.
STRENGTH = {
    reason: strength
    for strength, reason in enumerate(
        (
            Suppression.Reason.SOFT_BOUNCES,
            Suppression.Reason.BOUNCED,
            Suppression.Reason.COMPLAINED,
            Suppression.Reason.BY_HAND,
            Suppression.Reason.ERASED,
        )
    )
}


class ReasonMissingError(NetworkError):
    """Stopping mail to somebody, or letting it go on, needs a reason that others can read later."""

    code = "reason_missing"


@dataclass(frozen=True)
class Stop:
    """Why an address gets no more mail, and when that happened."""

    fingerprint: str
    reason: Suppression.Reason
    words: str
    occurred_at: dt.datetime


@transaction.atomic
def give_consent(
    *,
    member: Member,
    series: Series,
    now: dt.datetime,
    wording: Wording | None = None,
    words: str = "",
) -> Consent:
    """Record the member's yes to a series. A yes that holds already is kept as it is.

    To the site's own `wording`, or, where somebody writes it down, in `words` that say what was said and how.
    """
    Member.objects.select_for_update().get(pk=member.pk)
    standing = member.open_consent(series)
    if standing:
        return standing
    return Consent.objects.create(
        member=member, series=series, wording=wording, words=words, given_at=now
    )


def withdraw_consent(*, member: Member, series: Series | None = None, now: dt.datetime) -> int:
    """Take the member's yes to a series back, or to all. How many; doing it twice changes nothing."""
    standing = Consent.objects.filter(member=member, withdrawn_at=None)
    if series:
        standing = standing.filter(series=series)
    # Clocks of two machines differ: a no is never before its yes.
    return standing.update(withdrawn_at=Greatest(F("given_at"), now))


def withdraw_consents(*, said_no: Mapping[Said, dt.datetime], now: dt.datetime) -> int:
    """Take back what was said yes to: (member, series) → when they said no. A later yes stands."""
    if not said_no:
        return 0
    members = {member for member, _series in said_no}
    standing = Consent.objects.filter(member__in=members, withdrawn_at=None)
    refused = [
        one.pk
        for one in standing
        if (no := said_no.get((one.member_id, one.series_id))) and one.given_at <= no
    ]
    if not refused:
        return 0
    open_still = Consent.objects.filter(pk__in=refused, withdrawn_at=None)
    return open_still.update(withdrawn_at=Greatest(F("given_at"), now))


def suppress(
    *,
    fingerprint: str,
    reason: Suppression.Reason,
    words: str = "",
    now: dt.datetime,
    occurred_at: dt.datetime | None = None,
) -> bool:
    """Stop mail to one address. True if that changed something; doing it twice changes nothing."""
    stop = Stop(fingerprint, reason, words, occurred_at or now)
    return bool(suppress_all(stops=[stop], now=now))


def suppress_all(*, stops: Sequence[Stop], now: dt.datetime) -> int:
    """Stop mail to these addresses; return how many that changes.

    What happened before a person let mail go on again does not stop it again. Of two at once, the database
    lets one through (`one_standing_suppression_an_address`), and that is enough.
    """
    if not stops:
        return 0
    marks = {stop.fingerprint for stop in stops}
    lifted_at = queries.lifts(marks)
    standing = {one.fingerprint: one for one in queries.standing(marks)}
    strongest: dict[str, Stop] = {}
    for stop in stops:
        lifted, known = lifted_at.get(stop.fingerprint), strongest.get(stop.fingerprint)
        if lifted and stop.occurred_at <= lifted:
            continue
        if not known or STRENGTH[stop.reason] > STRENGTH[known.reason]:
            strongest[stop.fingerprint] = stop
    new, stronger = [], []
    for mark, stop in sorted(strongest.items()):
        held = standing.get(mark)
        if held is None:
            new.append(
                Suppression(
                    fingerprint=mark,
                    reason=stop.reason,
                    words=stop.words[:300],
                    at=min(stop.occurred_at, now),
                )
            )
        elif STRENGTH[stop.reason] > STRENGTH[Suppression.Reason(held.reason)]:
            held.reason, held.words = stop.reason, stop.words[:300]
            stronger.append(held)
    if new:
        Suppression.objects.bulk_create(new, ignore_conflicts=True)
    if stronger:
        Suppression.objects.bulk_update(stronger, ["reason", "words"])
    return len(new) + len(stronger)


def lift_on_arrival(*, fingerprints: Iterable[str], now: dt.datetime) -> int:
    """Mail goes on to these addresses, because a letter arrived after those that came back."""
    marks = list(fingerprints)
    if not marks:
        return 0
    softly = queries.softly_stopped(marks)
    return softly.update(lifted_at=now, lifted_because=queries.A_LETTER_ARRIVED)


def let_return(*, member: Member, now: dt.datetime) -> bool:
    """Mail goes on to somebody who was erased and has joined again, by their own hand. False for others."""
    erased = Suppression.objects.filter(
        fingerprint=member.fingerprint, reason=Suppression.Reason.ERASED, lifted_at=None
    )
    return bool(erased.update(lifted_at=now, lifted_because=queries.JOINED_AGAIN))


def stop_mail(*, member: Member, user: User, because: str, now: dt.datetime) -> bool:
    """An editor stops mail to this member's address. False when one has stopped it already."""
    words = f"{user}: {reason_of(because)}"
    return suppress(
        fingerprint=member.fingerprint, reason=Suppression.Reason.BY_HAND, words=words, now=now
    )


def lift_suppression(*, member: Member, user: User, because: str, now: dt.datetime) -> bool:
    """An editor lets mail go on to this member's address. False when nothing stopped it."""
    standing = Suppression.objects.filter(fingerprint=member.fingerprint, lifted_at=None)
    return bool(
        standing.update(lifted_at=now, lifted_by=user, lifted_because=reason_of(because)[:300])
    )


def post_reset(*, user: User, reset_url: str, now: dt.datetime) -> Letter:
    """Write to an editor who has forgotten the password, in the language the editor chose for the admin."""
    profile = getattr(user, "wagtail_userprofile", None)
    slot = int(now.timestamp() // RESETS_APART.total_seconds())
    return post(
        kind=RESET_PASSWORD.name,
        address=user.email,
        values={"reset_url": reset_url},
        language=profile.preferred_language if profile else "",
        about=f"user:{user.pk}",
        key=f"{RESET_PASSWORD.name}:{user.pk}:{slot}",
        now=now,
    )


def reason_of(because: str) -> str:
    """What an editor wrote as the reason, without the space around it. Raises ReasonMissingError."""
    written = because.strip()
    if len(written) < SHORTEST_REASON:
        raise ReasonMissingError(_("Write why, so that others can understand it later."))
    return written
