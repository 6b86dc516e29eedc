"""F35 and F36: reports of the provider, many times, in any order, too early, while the database is away."""

import base64
import hashlib
import json
import random
import time
from typing import Any

from django.db import connection

from ..calls import Act, Call
from ..registry import fault
from ..shapes import Letter, provider_id
from ..stage import Stage

# Resend and Mailgun sign with a key; these three are read with the password alone.
SHAPE_OF = {"key": "brevo", "lookup": "postmark", "events": "mailjet"}
STORIES = (
    ("delivered",),
    ("deferred", "delivered"),
    ("deferred", "bounced"),
    ("delivered", "complained"),
    ("soft", "deferred"),
    ("delivered", "bounced"),
)


def said(shape: str, kind: str, letter: Letter, number: int) -> dict[str, Any]:
    """One event in a provider's own words: the `number`-th of this letter."""
    at = int(time.time()) - 100 + number
    # Postmark's own number of a bounce.
    key = int(hashlib.sha256(f"{letter.reference} {kind} {number}".encode()).hexdigest()[:8], 16)
    if shape == "mailjet":
        words = {"delivered": "sent", "deferred": "blocked", "complained": "spam"}
        event = {
            "event": {"deferred": "open"}.get(kind, words.get(kind, "bounce")),
            "time": at,
            "email": letter.address,
            "MessageID": provider_id(letter),
            "Payload": json.dumps({"delivery": letter.reference}),
        }
        return event | ({"hard_bounce": kind == "bounced"} if kind in ("bounced", "soft") else {})
    if shape == "brevo":
        words = {
            "deferred": "deferred",
            "complained": "spam",
            "bounced": "hard_bounce",
            "soft": "soft_bounce",
        }
        return {
            "event": words.get(kind, "delivered"),
            "email": letter.address,
            "ts_epoch": at * 1000,
            "message-id": provider_id(letter),
            "X-Mailin-custom": json.dumps({"delivery": letter.reference}),
        }
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
    event = {
        "MessageID": provider_id(letter),
        "Metadata": {"delivery": letter.reference},
        "Recipient": letter.address,
        "Email": letter.address,
    }
    if kind == "delivered":
        return {**event, "RecordType": "Delivery", "DeliveredAt": stamp}
    if kind == "complained":
        return {
            **event,
            "RecordType": "SpamComplaint",
            "Type": "SpamComplaint",
            "BouncedAt": stamp,
            "ID": key,
        }
    bounces = {"bounced": "HardBounce", "deferred": "Transient", "soft": "SoftBounce"}
    return {
        **event,
        "RecordType": "Bounce",
        "Type": bounces[kind],
        "BouncedAt": stamp,
        "ID": key,
    }


def post(shape: str, events: list[Any]) -> int:
    """Report as the provider does; returns the worst status."""
    from django.test import Client

    word = base64.b64encode(b"provider:a-long-random-word").decode()
    client = Client(raise_request_exception=False, headers={"Authorization": f"Basic {word}"})
    bodies = events if shape == "postmark" else [events]
    return max(
        client.post(f"/hooks/mail/{shape}/", json.dumps(body), "application/json").status_code
        for body in bodies
    )


def stories(shape: str, letters: list[Letter]) -> list[dict[str, Any]]:
    """Every letter gets the story of its place."""
    return [
        said(shape, kind, letter, number)
        for place, letter in enumerate(letters)
        for number, kind in enumerate(STORIES[place % len(STORIES)])
    ]


@fault(
    "F35", "reports many times, shuffled, before T3, of nobody, one bad of a hundred", members=72
)
def f35(stage: Stage) -> str:
    shape = SHAPE_OF[stage.kind]
    stage.reset(72, shape)
    early: list[int] = []

    def report_at_once(call: Call) -> None:
        early.append(post(shape, [said(shape, "delivered", x, 1) for x in call.letters]))
        connection.close()

    mailing = stage.mailing()
    stage.options["times"] = {"read": 8.0, "deadline": 9.0, "quiet": 10.0}
    stage.provider.script = [Act(at_taken=report_at_once)]
    seconds = stage.finish(mailing, calls=1)
    first = set(stage.provider.calls[0].addresses)
    assert early == [200], early
    states = stage.states(mailing)
    assert {states[a] for a in first} == {"DELIVERED"}, "a report before T3 was lost"
    rest = [letters[0] for a, letters in stage.provider.copies.items() if a not in first]
    plain, shuffled = rest[0::2], rest[1::2]
    size = min(len(plain), len(shuffled)) // len(STORIES) * len(STORIES)
    plain, shuffled = plain[:size], shuffled[:size]
    assert post(shape, stories(shape, plain)) == 200
    many = stories(shape, shuffled) * (50 if shape != "postmark" else 8)
    random.shuffle(many)
    for start in range(0, len(many), 500):
        assert post(shape, many[start : start + 500]) == 200
    states = stage.states(mailing)
    pairs = [(states[a.address], states[b.address]) for a, b in zip(plain, shuffled, strict=True)]
    assert all(a == b for a, b in pairs), (
        f"I8: {[pair for pair in pairs if pair[0] != pair[1]][:4]}"
    )
    before = dict(states)
    strange = Letter("x@kommune.example", rest[0].reference[:-4] + "AAAA", "", "")
    gone = Letter("x@kommune.example", reference_of_nobody(), "", "")
    odd = [said(shape, "bounced", strange, 1), said(shape, "bounced", gone, 2)]
    assert post(shape, odd) == 200
    assert stage.states(mailing) == before, "a stranger's report changed something"
    last = [letters[0] for a, letters in stage.provider.copies.items() if before[a] == "ACCEPTED"]
    hundred: list[Any] = [said(shape, "delivered", letter, 3) for letter in last] or []
    bad = {
        "event": 7,
        "RecordType": 7,
        "Payload": "{",
        "X-Mailin-custom": '{"delivery"',
        "time": "x",
    }
    if shape != "postmark":
        hundred.insert(len(hundred) // 2, bad)
        hundred.insert(0, None)
    if last:
        post(shape, hundred)
        after = stage.states(mailing)
        assert {after[x.address] for x in last} == {"DELIVERED"}, "one bad event lost the others"
    tally = stage.check(mailing, may_hold="nothing")
    kinds = sorted({state for pair in pairs for state in pair})
    return f"{len(many)} shuffled reports, {kinds}; {tally}; over after {seconds:.1f} s"


def reference_of_nobody() -> str:
    from newsletters.delivery.tokens import make_reference

    return make_reference(999 << 32 | 1)


@fault("F36", "a report while the database is away", databases=("postgres",), members=40)
def f36(stage: Stage) -> str:
    shape = SHAPE_OF[stage.kind]
    stage.reset(40, shape)
    mailing = stage.mailing()
    stage.finish(mailing)
    letters = [letters[0] for letters in stage.provider.copies.values()]
    events = stories(shape, letters)
    connection.close()
    stage.postgres.stop("immediate")
    try:
        away = post(shape, events[:6])
    finally:
        stage.postgres.go_on()
        connection.close()
    assert away == 503, f"answered {away} while the database was away"
    status = stage.read(lambda: post(shape, events))
    assert status == 200, status
    states = stage.states(mailing)
    assert "ACCEPTED" not in {states[letter.address] for letter in letters}
    return f"503 while away, {status} after; {stage.check(mailing)}"
