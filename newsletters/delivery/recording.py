"""The result: what a provider's answer makes of a batch and of each letter in it.

The third of three short transactions. A letter's state only rises, and a report that came before this
is left standing.
"""

import datetime as dt
import uuid
from collections import defaultdict
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from cms.mail.answers import Answer, Outcome, Result
from cms.mail.providers import Settling, provider

from . import pacing
from .claiming import Claim
from .models import Attempt, Batch, Delivery, Mailing
from .points import reached
from .stopping import cancel_ready, pause

MOST_REFUSALS = 6
FIRST_WAIT = dt.timedelta(seconds=30)
# With a key, the same call is made again this soon.
REPEAT_AFTER = dt.timedelta(seconds=30)
# So many unknown outcomes in a row, and a person looks first.
MOST_UNKNOWNS = 5
STATE_OF = {
    Answer.ACCEPTED: Delivery.State.ACCEPTED,
    Answer.REJECTED: Delivery.State.REJECTED,
    Answer.UNKNOWN: Delivery.State.HELD,
}
# What a result may raise: nobody has heard of the letter yet, or nobody knew.
OPEN = (Delivery.State.WAITING, Delivery.State.HELD)
POSTGRES_IDS = """
    UPDATE {table} SET state = %s, provider_id = given.provider_id
    FROM unnest(%s::bigint[], %s::text[]) AS given (id, provider_id)
    WHERE {table}.id = given.id AND state = ANY(%s)
"""
SQLITE_IDS = "UPDATE {table} SET state = ?, provider_id = ? WHERE id = ? AND state IN (?, ?)"


class LostClaimError(Exception):
    """The batch is not this worker's any more: its lock was lost, and others have looked after it."""


def record(
    mailing: Mailing, claim: Claim, outcome: Outcome, *, now: dt.datetime, quiet: dt.timedelta
) -> None:
    """Write what came back. Call it in a transaction. Raises LostClaimError; then nothing may be kept."""
    outcome = _of_the_first_call(claim, outcome)
    if outcome.common and outcome.common.answer is Answer.UNKNOWN and _can_be_settled():
        _look_into(claim.batch, outcome.common, now, quiet, dt.timedelta(seconds=outcome.wait))
    elif outcome.stopped is None:
        _close(claim.batch, outcome)
        reached("T3.mid")
        _write_letters(claim.batch, outcome)
    else:
        _write_ours(claim.batch)
        _write_letters(claim.batch, outcome)
        reached("T3.mid")
        _try_later(mailing, claim.batch, outcome, outcome.stopped, now)
    _write_attempt(claim, outcome, now)
    _count_unknowns(mailing, outcome, now)


def _can_be_settled() -> bool:
    return provider().settling is not Settling.EVENTS


def _write_ours(batch: Batch, **values: Any) -> None:
    """Write the end of this worker's claim. Raises LostClaimError where the batch is not its own any more."""
    ours = Batch.objects.filter(pk=batch.pk, state=Batch.State.SUBMITTING, worker=batch.worker)
    if not ours.update(worker=None, **values):
        raise LostClaimError(str(batch.pk))


def _of_the_first_call(claim: Claim, outcome: Outcome) -> Outcome:
    """What an answer to the same call again says of the first one: a refusal, of whatever kind, nothing."""
    result = outcome.stopped or outcome.common
    if not claim.is_repeat or result is None:
        return outcome
    if result.answer in (Answer.ACCEPTED, Answer.UNKNOWN):
        return outcome
    return Outcome(common=Result(Answer.UNKNOWN, result.words), wait=outcome.wait)


def _look_into(
    batch: Batch, result: Result, now: dt.datetime, quiet: dt.timedelta, wish: dt.timedelta
) -> None:
    """Leave the letters waiting until the same call again, or the provider's own list, has told."""
    wait = max(wish, REPEAT_AFTER) if provider().settling is Settling.KEY else quiet
    _write_ours(
        batch,
        state=Batch.State.UNKNOWN,
        quiet_from=now,
        retry_at=now + wait,
        looks=0,
        fault=result.words[:500],
    )


def _write_letters(batch: Batch, outcome: Outcome) -> None:
    """One update for each different answer; ids of a provider's own go in one statement."""
    if outcome.common:
        _update(Delivery.objects.in_batch(batch), outcome.common)
        return
    with_ids: list[tuple[int, str]] = []
    groups: dict[tuple[Answer, str], list[int]] = defaultdict(list)
    for key, result in outcome.results.items():
        if result.answer is Answer.ACCEPTED and result.provider_id:
            with_ids.append((key, result.provider_id))
        else:
            groups[result.answer, result.words].append(key)
    for (answer, words), keys in groups.items():
        _update(Delivery.objects.filter(pk__in=keys), Result(answer, words))
    if with_ids:
        _write_ids(with_ids)


def _update(letters: QuerySet[Delivery], result: Result) -> None:
    letters.filter(state__in=OPEN).update(state=STATE_OF[result.answer], reason=result.words[:200])


def _write_ids(rows: list[tuple[int, str]]) -> None:
    table, accepted = Delivery._meta.db_table, int(Delivery.State.ACCEPTED)
    open_states = [int(state) for state in OPEN]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = POSTGRES_IDS.format(table=table)
            keys, provider_ids = zip(*rows, strict=True)
            cursor.execute(statement, [accepted, list(keys), list(provider_ids), open_states])
        else:
            values = ((accepted, name, key, *open_states) for key, name in rows)
            cursor.cursor.executemany(SQLITE_IDS.format(table=table), values)


def _close(batch: Batch, outcome: Outcome) -> None:
    """The whole batch was handed over; whether anybody knows it of each letter is another matter."""
    is_unknown = any(result.answer is Answer.UNKNOWN for result in _answers(outcome))
    _write_ours(
        batch,
        state=Batch.State.HELD if is_unknown else Batch.State.DONE,
        refusals=0,
        retry_at=None,
        fault="",
        provider_id=outcome.common.provider_id if outcome.common else "",
    )


def _try_later(
    mailing: Mailing, batch: Batch, outcome: Outcome, stopped: Result, now: dt.datetime
) -> None:
    """The rest of the batch was refused: later, or when a person has mended what is wrong."""
    # Some letters taken is no refusal in a row: a server that closes after a hundred is only strict.
    batch.refusals = 1 if outcome.results else batch.refusals + 1
    wait = dt.timedelta(seconds=outcome.wait)
    must_stop = stopped.answer is Answer.MISCONFIGURED or batch.refusals >= MOST_REFUSALS
    retry_at = None if must_stop else now + max(FIRST_WAIT * 2 ** (batch.refusals - 1), wait)
    reopen(batch, stopped.words, retry_at=retry_at, refusals=0 if must_stop else batch.refusals)
    if must_stop:
        pause(mailing, Mailing.Pause.PROVIDER, now=now, words=stopped.words)
    elif stopped.words == "HTTP 429":
        # »Too many« is meant for all of us, not for this batch.
        pacing.rest(provider().name, now + max(dt.timedelta(seconds=1), wait))


def reopen(
    batch: Batch, words: str, *, retry_at: dt.datetime | None = None, refusals: int = 0
) -> None:
    """Nothing more of this batch was taken: it may be tried again, as a call of its own with its own key.

    Unless its mailing was cancelled meanwhile.
    """
    Batch.objects.filter(pk=batch.pk).update(
        state=Batch.State.READY,
        worker=None,
        key=uuid.uuid4(),
        refusals=refusals,
        retry_at=retry_at,
        looks=0,
        fault=words[:500],
    )
    if Mailing.objects.filter(pk=batch.mailing_id, state=Mailing.State.CANCELLED).exists():
        cancel_ready(batch.mailing)


def _answers(outcome: Outcome) -> list[Result]:
    return [outcome.common] if outcome.common else list(outcome.results.values())


def _write_attempt(claim: Claim, outcome: Outcome, now: dt.datetime) -> None:
    result = outcome.stopped or next(
        (one for one in _answers(outcome) if one.answer is Answer.UNKNOWN), None
    )
    result = result or next(iter(_answers(outcome)), Result(Answer.UNKNOWN))
    Attempt.objects.filter(pk=claim.attempt.pk).update(
        ended_at=now, answer=result.answer, words=result.words[:200]
    )


def _count_unknowns(mailing: Mailing, outcome: Outcome, now: dt.datetime) -> None:
    """The circuit breaker: a provider whose answers cannot be read is not handed the rest of a mailing."""
    answers = _answers(outcome)
    is_unknown = any(result.answer is Answer.UNKNOWN for result in answers)
    if is_unknown:
        Mailing.objects.filter(pk=mailing.pk).update(unknowns=F("unknowns") + 1)
        mailing.refresh_from_db(fields=["unknowns"])
        if mailing.unknowns >= MOST_UNKNOWNS:
            words = next(result.words for result in answers if result.answer is Answer.UNKNOWN)
            pause(mailing, Mailing.Pause.UNKNOWNS, now=now, words=words)
    elif mailing.unknowns and answers:
        Mailing.objects.filter(pk=mailing.pk).update(unknowns=0)
        mailing.unknowns = 0
