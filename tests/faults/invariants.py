"""What must hold after every fault: the provider's own counts against the ledger.

I1 nobody got two copies. I2 the states add up, and a mailing that is over has nothing open. I3 what is called
accepted was taken once, and what is called refused or left out was not. I4 only what nobody can know is
held. I5 one text. I9 no address, token or key in a log.
"""

import re
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from newsletters.delivery.models import Attempt, Batch, Delivery, Mailing
from newsletters.delivery.tokens import make_reference, make_token

from .shapes import credentials

if TYPE_CHECKING:
    from .stage import Stage

State = Delivery.State
TAKEN = (State.ACCEPTED, State.DEFERRED, State.DELIVERED, State.BOUNCED, State.COMPLAINED)
NOT_TAKEN = (State.SKIPPED, State.REJECTED, State.CANCELLED)
OVER = (Mailing.State.DONE, Mailing.State.DONE_WITH_HELD, Mailing.State.CANCELLED)
OPEN_BATCHES = (Batch.State.READY, Batch.State.SUBMITTING, Batch.State.UNKNOWN)


class BrokenInvariantError(AssertionError):
    """The promise was not kept."""


@dataclass
class Tally:
    """What one mailing came to."""

    recipients: int = 0
    taken: int = 0
    held: int = 0
    held_not_sent: int = 0
    duplicates: int = 0
    lost: int = 0
    skipped: int = 0
    rejected: int = 0
    cancelled: int = 0
    calls: int = 0
    unknowns: int = 0

    def __str__(self) -> str:
        said = [
            f"{number} {name.replace('_', ' ')}" for name, number in asdict(self).items() if number
        ]
        return ", ".join(said)


def check(
    stage: "Stage",
    mailing: Mailing,
    *,
    is_over: bool = True,
    may_hold: str = "by class",
    resends: int = 0,
    may_break: tuple[str, ...] = (),
) -> Tally:
    """Raises BrokenInvariantError with everything that is broken. `may_hold`: by class, nothing, anything."""
    mailing = stage.read(lambda: Mailing.objects.get(pk=mailing.pk))
    letters = stage.read(lambda: list(Delivery.objects.of(mailing.pk)))
    batches = stage.read(lambda: list(Batch.objects.filter(mailing=mailing)))
    attempts = stage.read(lambda: list(Attempt.objects.filter(batch__mailing=mailing)))
    with stage.provider.lock:
        copies = {address: list(got) for address, got in stage.provider.copies.items()}
        calls = list(stage.provider.calls)
    of_letter = {letter.pk: copies.get(address_of(stage, letter), []) for letter in letters}
    broken: list[str] = []
    tally = Tally(recipients=len(letters), calls=len(calls))
    tally.unknowns = sum(attempt.answer == "unknown" for attempt in attempts)

    twice = [address for address, got in copies.items() if len(got) > 1 + resends]
    tally.duplicates = sum(len(copies[address]) - 1 for address in twice)
    if twice:
        broken.append(f"I1: {tally.duplicates} second copies")
    strangers = (
        set(copies) - set(stage.address_of.values()) - {letter.address for letter in letters}
    )
    if strangers:
        broken.append(f"I1: {len(strangers)} copies to nobody of the audience")

    if mailing.planned_at and mailing.frozen != len(letters):
        broken.append(f"I2: {len(letters)} rows for {mailing.frozen} frozen")
    if is_over:
        if mailing.state not in OVER:
            broken.append(f"I2: the mailing is {mailing.state} ({mailing.pause} {mailing.fault})")
        still_open = Counter(b.state for b in batches if b.state in OPEN_BATCHES)
        waiting = sum(letter.state == State.WAITING for letter in letters)
        if still_open or waiting:
            broken.append(f"I2: {waiting} letters wait, open batches {dict(still_open)}")
        has_held = any(letter.state == State.HELD for letter in letters)
        if (mailing.state == Mailing.State.DONE) == has_held and mailing.state != "cancelled":
            broken.append(f"I2: the mailing is {mailing.state}, held letters: {has_held}")

    states = Counter(State(letter.state) for letter in letters)
    wrong: Counter[str] = Counter()
    for letter in letters:
        got = len(of_letter[letter.pk])
        if letter.state in TAKEN and not got:
            tally.lost += 1
        if letter.state in TAKEN and got < 1:
            wrong[f"{State(letter.state).name} without a copy"] += 1
        if letter.state in NOT_TAKEN and got:
            wrong[f"{State(letter.state).name} with a copy"] += 1
        if letter.state == State.HELD and not got:
            tally.held_not_sent += 1
    broken += [f"I3: {number} {what}" for what, number in wrong.items()]
    for letter in letters:
        names = {one.reference for one in of_letter[letter.pk]} - {make_reference(letter.pk)}
        if names:
            broken.append("I3: a copy bears the reference of another letter")
            break
    tally.taken = sum(states[state] for state in TAKEN)
    tally.held, tally.skipped = states[State.HELD], states[State.SKIPPED]
    tally.rejected, tally.cancelled = states[State.REJECTED], states[State.CANCELLED]

    broken += _held_wrongly(stage, letters, batches, attempts, calls, may_hold)
    texts = {one.content for got in of_letter.values() for one in got}
    if len(texts) > 1:
        broken.append(f"I5: {len(texts)} different texts")
    broken += leaks(stage, letters)
    broken = [one for one in broken if one[:2] not in may_break]
    if broken:
        raise BrokenInvariantError("; ".join(broken) + f" [{tally}]")
    return tally


def _held_wrongly(
    stage: "Stage", letters: list, batches: list, attempts: list, calls: list, may_hold: str
) -> list[str]:
    """I4: in the classes that can settle nothing is held; else only what an unknown call may have held."""
    held = [letter for letter in letters if letter.state == State.HELD]
    if not held or may_hold == "anything":
        return []
    if may_hold == "nothing" or stage.kind != "events":
        return [f"I4: {len(held)} letters are held"]
    unknown = {attempt.batch_id for attempt in attempts if attempt.answer == "unknown"}
    spans = [(batch.first, batch.last) for batch in batches if batch.pk in unknown]
    stray = [x for x in held if not any(first <= x.pk <= last for first, last in spans)]
    # As the provider saw it: only calls without any fault, of workers that nothing was done to.
    faulty = {
        address
        for call in calls
        if call.act.unknown or not call.pid or call.pid in stage.harmed or stage.all_harmed
        for address in call.addresses
    }
    clean = {address for call in calls for address in call.addresses} - faulty
    clear = [x for x in held if address_of(stage, x) in clean]
    found = []
    if stray:
        found.append(f"I4: {len(stray)} letters are held without an unknown call")
    if clear:
        found.append(f"I4: {len(clear)} letters are held though their call was clear")
    return found


def address_of(stage: "Stage", letter: Delivery) -> str:
    """The address that the letter was frozen with, also when the member was erased since."""
    return letter.address or stage.address_of.get(letter.pk, "")


def leaks(stage: "Stage", letters: list[Any]) -> list[str]:
    """I9: what the workers logged since the case began."""
    said = stage.new_log()
    found = []
    if re.search(r"@kommune\.example", said):
        found.append("I9: an address is in a log")
    if any(secret in said for secret in credentials()):
        found.append("I9: the provider's key is in a log")
    if any(make_token(x.pk) in said or make_reference(x.pk) in said for x in letters[:500]):
        found.append("I9: a token is in a log")
    return found
