"""Sending: claim batches, hand them over, record what came back, as many at once as the provider takes.

One thread has the database: it writes the results that are in and claims the next batches in one
transaction, so that a handful of batches costs one commit. The other threads have the network and no more;
no transaction is open while they wait for it. The claim is committed before anything leaves. A worker that
dies leaves batches that bear its number, which `settling` looks into.
"""

import datetime as dt
import time
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import translation

from cms.mail.answers import Answer, Outcome, Result
from cms.mail.message import UnsafeHeaderError
from cms.mail.transport import Carrier, carrier_of

from . import clock, fuse, liveness, settling, stopping
from .claiming import Claim, claim
from .models import Act, Batch, Delivery, Mailing, Translation
from .points import reached
from .recording import LostClaimError, record
from .writing import content_of, recipient_writer

# After so many seconds a worker looks whether other work waits.
TURN = 20.0
# When the database is away just then, results wait so long to be written.
RESCUE = 60.0
REPORTS_COME_FOR = dt.timedelta(days=90)


def send_batches(mailing_id: int, *, seconds: float = TURN) -> bool:
    """Send what is ready of this mailing, for so many seconds at the most. True when more is ready now.

    What must wait longer than that is found again by `tick`.

    Nothing is sent from a restored or copied database; its mailings are stopped instead.
    """
    now = clock.now()
    here = fuse.armed_place(now=now)
    if here is None:
        stopping.pause_all(Mailing.Pause.COPIED, now=now)
        return False
    settling.settle(now=now)
    mailing = (
        Mailing.objects.select_related("series").prefetch_related("translations").get(pk=mailing_id)
    )
    if mailing.state != Mailing.State.SENDING:
        return False
    try:
        with liveness.working() as worker:
            sender = Sender(mailing, worker=worker, here=here)
            is_more = sender.run(until=time.monotonic() + seconds)
    except UnsafeHeaderError as error:
        stopping.pause(mailing, Mailing.Pause.PROVIDER, now=now, words=str(error))
        return False
    reached("T3.last")
    finish(mailing, now=clock.now())
    return is_more


class Voice:
    """The letter in one language: what carries it, and what is written to each reader."""

    def __init__(self, written: Mailing | Translation) -> None:
        with translation.override(written.language):
            self.carrier: Carrier = carrier_of(content_of(written))
            self.write = recipient_writer(written.table)


class Sender:
    """One worker on one mailing."""

    def __init__(self, mailing: Mailing, *, worker: int, here: str) -> None:
        self.mailing, self.worker, self.here = mailing, worker, here
        self.calls = max(1, settings.MAIL_CALLS)
        self.quiet = dt.timedelta(seconds=settings.MAIL_QUIET)
        others = {each.language: Voice(each) for each in mailing.translations.all()}
        self.voices = {"": Voice(mailing), **others}
        # The letter itself is in the carrier now.
        del mailing.html, mailing.text

    def run(self, *, until: float) -> bool:
        """Send until nothing is ready or the time is up. True when more is ready now."""
        under_way: dict[Future[Outcome], Claim] = {}
        pause: float | None = None
        try:
            with ThreadPoolExecutor(self.calls, thread_name_prefix="hand-over") as threads:
                while True:
                    is_late = time.monotonic() >= until
                    rest = pause if len(under_way) < self.calls else None
                    landed = [
                        (under_way.pop(done), done.result()) for done in first(under_way, rest)
                    ]
                    room = 0 if is_late else self.calls - len(under_way)
                    try:
                        claims, pause = self.step(landed, room)
                    except (OperationalError, InterfaceError):
                        # Whatever this worker knows by now must not be lost with its connection.
                        landed += [(claimed, done.result()) for done, claimed in under_way.items()]
                        self.rescue(landed)
                        raise
                    for claimed in claims:
                        under_way[threads.submit(self.hand_over, claimed)] = claimed
                    if not under_way:
                        if is_late or pause is None or time.monotonic() + pause >= until:
                            return is_late
                        time.sleep(pause)
        finally:
            for voice in self.voices.values():
                voice.carrier.close()

    def rescue(self, landed: list[tuple[Claim, Outcome]]) -> None:
        """Write results after the database failed, as soon as it is back; each for itself.

        A batch that another has taken over meanwhile is left to whoever did.
        """
        until = time.monotonic() + RESCUE
        for claimed, outcome in landed:
            while time.monotonic() < until:
                connection.close()
                with suppress(LostClaimError):
                    try:
                        with transaction.atomic():
                            record(
                                self.mailing, claimed, outcome, now=clock.now(), quiet=self.quiet
                            )
                    except (OperationalError, InterfaceError):
                        time.sleep(1)
                        continue
                break

    def step(
        self, landed: list[tuple[Claim, Outcome]], room: int
    ) -> tuple[list[Claim], float | None]:
        """Write the results that are in and claim what there is room for, in one transaction."""
        if landed:
            reached("T3.before")
        claims: list[Claim] = []
        pause = None
        begin = uptime()
        with transaction.atomic():
            now = clock.now()
            if landed:
                # Results touch the mailing's row and the pace's: in one order, or two workers wait for ever.
                mine = Mailing.objects.filter(pk=self.mailing.pk).values("pk")
                mine.select_for_update(no_key=True).first()
            for claimed, outcome in landed:
                record(self.mailing, claimed, outcome, now=now, quiet=self.quiet)
            if room:
                found = claim(self.mailing, worker=self.worker, room=room, now=now)
                claims, pause = found.claims, found.wait
            count = fuse.count_claims(self.here, len(claims)) if claims else 0
            reached("step.mid")
        if claims:
            for claimed in claims:
                claimed.until = begin + (settings.MAIL_QUIET - settings.MAIL_DEADLINE) / 2
            fuse.remember(self.here, count)
            reached("T2.after")
        return claims, pause

    def hand_over(self, claimed: Claim) -> Outcome:
        """Call the provider. In a thread of its own, without the database."""
        try:
            voice = self.voices[claimed.batch.language]
            recipients = [voice.write(*row) for row in claimed.rows]
            if uptime() > claimed.until:
                # This machine stood still, and perhaps others hold it for dead.
                return Outcome(stopped=Result(Answer.REFUSED, "too late to begin"))
            return voice.carrier.carry(recipients, key=str(claimed.batch.key))
        except Exception as error:  # noqa: BLE001 - whatever it is, the letters may be out
            return Outcome(common=Result(Answer.UNKNOWN, type(error).__name__))


def uptime() -> float:
    """Seconds that no clock's change touches, and that count on while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def first(under_way: Iterable[Future[Outcome]], pause: float | None) -> set[Future[Outcome]]:
    """Those that are done, once one is, or once the pause before the next claim is over."""
    if not under_way:
        return set()
    return wait(under_way, timeout=pause, return_when=FIRST_COMPLETED).done


def close_told(*, now: dt.datetime) -> int:
    """Mailings that ended with unknown letters, of which a report has told since. Returns how many."""
    since = now - REPORTS_COME_FOR
    told = 0
    waiting = Mailing.objects.filter(state=Mailing.State.DONE_WITH_HELD, finished_at__gt=since)
    for mailing in waiting.defer("html", "text"):
        if not Delivery.objects.of(mailing.pk).filter(state=Delivery.State.HELD).exists():
            ended = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.DONE_WITH_HELD)
            told += ended.update(state=Mailing.State.DONE)
    return told


def finish(mailing: Mailing, *, now: dt.datetime) -> bool:
    """Close the mailing when every batch has ended. True when it was closed now."""
    left = Batch.objects.filter(
        mailing=mailing,
        state__in=[Batch.State.READY, Batch.State.SUBMITTING, Batch.State.UNKNOWN],
    )
    if left.exists():
        return False
    held = Delivery.objects.of(mailing.pk).filter(state=Delivery.State.HELD).exists()
    state = Mailing.State.DONE_WITH_HELD if held else Mailing.State.DONE
    with transaction.atomic():
        sending = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING)
        if not sending.update(state=state, finished_at=now):
            return False
        stopping.note(mailing, Act.Kind.FINISHED, now=now)
    return True
