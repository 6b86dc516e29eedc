"""What the reports of letters make of the letters, the addresses and the consents.

Everything is worked out from all stored reports of a letter (of a member, for bounces that may pass), never
from the one that came last: so the order in which they come, and how often, makes no difference.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Case, Q, Value, When

from cms.mail.addresses import fingerprint
from cms.members import actions as members
from cms.members import queries as addresses
from cms.members.models import Member, Suppression
from newsletters.delivery.models import Delivery

from . import queries
from .models import DeliveryEvent

Kind = DeliveryEvent.Kind
State = Delivery.State
# What each kind says of the letter at least. A reference that comes back is proof that the letter was taken.
STATES = {
    Kind.UNSUBSCRIBED: State.ACCEPTED,
    Kind.ACCEPTED: State.ACCEPTED,
    Kind.DEFERRED: State.DEFERRED,
    Kind.DELIVERED: State.DELIVERED,
    # They gave up on this letter, whatever the reason.
    Kind.SOFT_BOUNCED: State.BOUNCED,
    Kind.DROPPED: State.BOUNCED,
    Kind.BOUNCED: State.BOUNCED,
    Kind.COMPLAINED: State.COMPLAINED,
}
# Amazon (and Resend, who sends through it) reports a notice of absence as a bounce that passes, although the
# letter has arrived. So there it only delays, and »delivered« outranks it.
REPORTS_ABSENCE = ("ses", "resend")
STRENGTH = {kind: place for place, kind in enumerate(Kind)}
STOPS = {
    Kind.BOUNCED: Suppression.Reason.BOUNCED,
    Kind.COMPLAINED: Suppression.Reason.COMPLAINED,
}

Events = dict[int, list[DeliveryEvent]]


def apply(letters: Sequence[Delivery], *, now: dt.datetime) -> None:
    """Bring these letters, their addresses and consents to where their reports put them.

    Call it in a transaction that has locked the letters.
    """
    events: Events = defaultdict(list)
    for event in DeliveryEvent.objects.filter(delivery__in=[letter.pk for letter in letters]):
        events[event.delivery_id].append(event)
    _raise_states(letters, events)
    reachable = [letter for letter in letters if letter.address]
    _stop_dead_addresses(reachable, events, now)
    _weigh_soft_bounces(reachable, events, now)
    _take_consents_back(letters, events, now)


def state_of(event: DeliveryEvent) -> State:
    if event.kind == Kind.SOFT_BOUNCED and event.provider in REPORTS_ABSENCE:
        return State.DEFERRED
    return STATES[Kind(event.kind)]


def verdict(events: Iterable[DeliveryEvent]) -> tuple[int, str]:
    """(state, reason) of a letter with these reports; the reason is what was said when it came back."""
    by_weight = sorted(
        events, key=lambda e: (-state_of(e), -STRENGTH[Kind(e.kind)], e.occurred_at, e.key)
    )
    if not by_weight:
        return State.WAITING, ""
    state = state_of(by_weight[0])
    said = (event.words for event in by_weight if state_of(event) == state and event.words)
    return state, next(said, "")[:200] if state >= State.BOUNCED else ""


def _raise_states(letters: Sequence[Delivery], events: Events) -> None:
    """One update for each state. A state only rises, and what has ended without a letter stays so."""
    raised: dict[int, list[int]] = defaultdict(list)
    reasons: dict[int, dict[int, str]] = defaultdict(dict)
    for letter in letters:
        state, reason = verdict(events[letter.pk])
        if letter.state < state or (letter.state == state and letter.reason != reason and reason):
            raised[state].append(letter.pk)
            reasons[state][letter.pk] = reason
    for state, keys in raised.items():
        words = {key: reason for key, reason in reasons[state].items() if reason}
        cases = [When(pk=key, then=Value(reason)) for key, reason in words.items()]
        said = Case(*cases, default=Value("")) if cases else Value("")
        rises = Q(state__lt=state) | Q(state=state, pk__in=list(words))
        Delivery.objects.filter(rises, pk__in=keys).update(state=state, reason=said)


def _stop_dead_addresses(letters: Sequence[Delivery], events: Events, now: dt.datetime) -> None:
    """A dead address and a complaint stop mail to the address at once."""
    stops = [
        members.Stop(fingerprint(letter.address), STOPS[Kind(e.kind)], e.words, e.occurred_at)
        for letter in letters
        for e in events[letter.pk]
        if e.kind in STOPS
    ]
    members.suppress_all(stops=stops, now=now)


def _weigh_soft_bounces(letters: Sequence[Delivery], events: Events, now: dt.datetime) -> None:
    """Bounces that pass stop mail when there are many and no letter arrives after them.

    A report that a letter did arrive in between may come late: then mail that was stopped so goes on.
    """
    known = [letter for letter in letters if letter.member_id]
    returned = [one for one in known if _has(events[one.pk], Kind.SOFT_BOUNCED)]
    arrived = [one for one in known if _has(events[one.pk], Kind.DELIVERED)]
    marks = {letter.address: fingerprint(letter.address) for letter in [*returned, *arrived]}
    if not marks:
        return
    stopped = set(addresses.softly_stopped(marks.values()).values_list("fingerprint", flat=True))
    weighed = [*returned, *(one for one in arrived if marks[one.address] in stopped)]
    pairs = {(one.member_id, one.address) for one in weighed if one.member_id}
    if not pairs:
        return
    keys = sorted({member_id for member_id, _address in pairs})
    # Two bounces of one member at the same time must not each miss the other.
    list(Member.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))
    lifted = addresses.lifts(marks.values())
    since = {address: lifted[mark] for address, mark in marks.items() if mark in lifted}
    runs = queries.runs(keys, since=since)
    stops, goes_on = [], []
    for member_id, address in sorted(pairs):
        run = runs.get((member_id, address))
        if run and run.last_bounced_at and run.is_too_long:
            reason = Suppression.Reason.SOFT_BOUNCES
            stops.append(members.Stop(marks[address], reason, run.words, run.last_bounced_at))
        elif marks[address] in stopped and any(one.address == address for one in arrived):
            goes_on.append(marks[address])
    members.suppress_all(stops=stops, now=now)
    members.lift_on_arrival(fingerprints=goes_on, now=now)


def _has(events: Iterable[DeliveryEvent], kind: Kind) -> bool:
    return any(event.kind == kind for event in events)


def _take_consents_back(letters: Sequence[Delivery], events: Events, now: dt.datetime) -> None:
    said_no: dict[tuple[int, int], dt.datetime] = {}
    left = [
        (letter, event)
        for letter in letters
        for event in events[letter.pk]
        if event.kind == Kind.UNSUBSCRIBED
    ]
    if not left:
        return
    series = queries.series_of_mailings(letter.mailing_id for letter, _event in left)
    for letter, event in left:
        if letter.member_id:
            which = letter.member_id, series[letter.mailing_id]
            said_no[which] = max(said_no.get(which, event.occurred_at), event.occurred_at)
    members.withdraw_consents(said_no=said_no, now=now)
