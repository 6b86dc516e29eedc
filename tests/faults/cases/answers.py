"""F22 to F31 and F34: what a provider can answer, and what a network makes of it."""

import datetime as dt
import email.utils
import random
import socket
import time
from itertools import pairwise

from ..calls import Act
from ..registry import NotApplicableError, fault
from ..stage import Stage, unknown
from ..wire import expired, stranger
from ..worker import LONGEST_WAIT, SHORT


def between(bad: list[Act]) -> list[Act]:
    """A clear answer before each bad one: five unknown ones in a row stop a mailing, as they should."""
    return [act for one in bad for act in (Act(), one)]


def answered(stage: Stage, *bad: Act, may_hold: str = "by class") -> str:
    """Send while the provider answers so, one call at a time."""
    mailing = stage.mailing()
    stage.provider.script = between(list(bad))
    seconds = stage.finish(mailing, calls=1)
    assert not stage.provider.script, "not every answer was asked for"
    return f"{stage.check(mailing, may_hold=may_hold)}; over after {seconds:.1f} s"


@fault("F22", "the answer hangs after acceptance")
def f22(stage: Stage) -> str:
    return answered(stage, unknown(hang=4), unknown(hang=4))


@fault("F23", "the answer hangs without acceptance")
def f23(stage: Stage) -> str:
    bad = unknown(takes=False, hang=4, end="close")
    return answered(stage, bad, bad)


@fault("F24", "a reset before and after acceptance")
def f24(stage: Stage) -> str:
    return answered(
        stage, unknown(takes=False, end="reset"), unknown(end="reset"), unknown(end="close")
    )


@fault("F25", "an answer that is cut, empty, HTML, not JSON's shape, or huge", members=160)
def f25(stage: Stage) -> str:
    bad = [
        unknown(cut=True),
        unknown(body=b""),
        unknown(body=b"<html><h1>502</h1></html>", headers={"Content-Type": "text/html"}),
        unknown(body=b"null"),
        unknown(body=b"[]"),
        unknown(body=b"x" * 30_000_000),
    ]
    mailing = stage.mailing()
    stage.provider.script = between(bad)
    worker = stage.worker(mailing, calls=1)
    seconds = stage.finish(mailing, calls=1)
    assert worker.memory_mb < 512, f"{worker.memory_mb} MB"
    return f"{stage.check(mailing)}; {worker.memory_mb} MB; over after {seconds:.1f} s"


@fault("F26", "429 with every kind of Retry-After")
def f26(stage: Stage) -> str:
    in_two_hours = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)
    wishes = [
        "1",
        "1000000000",
        "abc",
        email.utils.format_datetime(in_two_hours, usegmt=True),
        None,
    ]
    bad = [
        Act(takes=False, status=429, headers={"Retry-After": wish} if wish else {})
        for wish in wishes
    ]
    mailing = stage.mailing()
    stage.provider.script = between(bad)
    seconds = stage.finish(mailing, calls=1)
    times = [call.at for call in stage.provider.calls]
    longest = max(later - before for before, later in pairwise(times))
    assert longest < LONGEST_WAIT + 2, f"a wait of {longest:.1f} s is not capped"
    tally = stage.check(mailing, may_hold="nothing")
    return (
        f"{tally}; longest wait {longest:.1f} s of {LONGEST_WAIT:.0f}; over after {seconds:.1f} s"
    )


@fault("F27", "500, 502, 503 and 504, accepted and not", members=340)
def f27(stage: Stage) -> str:
    statuses = (500, 502, 503, 504)
    bad = [unknown(takes=takes, status=status) for status in statuses for takes in (True, False)]
    return answered(stage, *bad)


@fault("F28", "307 and 308, to itself and to another host", members=200)
def f28(stage: Stage) -> str:
    with stranger() as (other, came):
        bad = [
            unknown(takes=False, status=status, headers={"Location": f"{target}/elsewhere"})
            for status in (307, 308)
            for target in (stage.provider.url, other)
        ]
        seen = answered(stage, *bad)
    moved = [call for call in stage.provider.calls if call.act.status in (307, 308)]
    assert len(moved) == 4, f"{len(moved)} calls for 4 answers"
    assert not came, "the other host was called"
    return f"{seen}; the other host saw nothing"


@fault("F29", "the answer drips, a byte at a time")
def f29(stage: Stage) -> str:
    seen = answered(stage, unknown(drip=0.2), unknown(drip=0.2))
    dripped = [call for call in stage.provider.calls if call.act.drip]
    longest = max(call.seconds for call in dripped)
    assert longest < SHORT["deadline"] + 1, f"a call took {longest:.1f} s"
    return f"{seen}; longest call {longest:.1f} s of {SHORT['deadline']:.0f}"


@fault("F30", "401 and 403 in the middle: the key is revoked")
def f30(stage: Stage) -> str:
    seen = []
    for status in (401, 403):
        stage.reset(120)
        mailing = stage.mailing()
        stage.provider.script = [Act(), Act()]
        stage.provider.decide = lambda _call, s=status: Act(takes=False, status=s)
        worker = stage.worker(mailing)
        stage.until(lambda m=mailing: stage.state(m)[0] == "paused", 20, "the mailing stops")
        time.sleep(1.5)
        calls = len(stage.provider.calls)
        assert stage.state(mailing) == ("paused", "provider"), stage.state(mailing)
        assert calls <= 4, f"{calls} calls: it was tried again"
        stage.provider.decide = lambda _call: Act()
        stage.resume(mailing)
        seconds = stage.finish(mailing)
        worker.kill()
        tally = stage.check(mailing, may_hold="nothing")
        seen.append(
            f"{status}: stopped after {calls} calls; {tally}, {seconds:.1f} s after a person"
        )
    return "; ".join(seen)


@fault(
    "F31",
    "a reply where some are refused, missing, added, named twice",
    best=("postgres", "events"),
)
def f31(stage: Stage) -> str:
    if stage.kind == "key":
        raise NotApplicableError("Resend and Brevo take a batch whole or not at all")
    chosen: dict[str, set[str]] = {}

    def mixed(letters: list) -> object:
        return stage.provider.shape.mixed(letters, chosen["refused"], chosen["missing"])

    def kept(letters: list) -> list:
        chosen["refused"] = {letter.address for letter in letters[:3]}
        chosen["missing"] = {letter.address for letter in letters[5:9]}
        # Of those that the reply leaves out, half were taken.
        gone = chosen["refused"] | {letter.address for letter in letters[5:7]}
        return [letter for letter in letters if letter.address not in gone]

    def only_three_refused(letters: list) -> object:
        refused = {letter.address for letter in letters[:3]}
        return stage.provider.shape.mixed(letters, refused, set(), is_whole=True)

    mailing = stage.mailing()
    stage.provider.script = [Act(), Act(takes=kept, body=mixed, unknown=True)]
    seconds = stage.finish(mailing, calls=1)
    tally = stage.check(mailing, may_hold="anything")
    states = stage.states(mailing)
    # Mailjet tells by the place in the list whose error it is; a list that is too short tells nothing.
    possible = {"REJECTED"} if stage.kind == "lookup" else {"REJECTED", "HELD"}
    assert {states[a] for a in chosen["refused"]} <= possible, "those refused are not rejected"
    assert {states[a] for a in chosen["missing"]} == {"HELD"}, "those not named are not held"
    stage.reset(60)
    mailing = stage.mailing()
    stage.provider.script = [Act(), Act(takes=all_but_three, body=only_three_refused)]
    stage.finish(mailing, calls=1)
    whole = stage.check(mailing, may_hold="nothing")
    assert whole.rejected == 3, whole
    return f"{tally}; with a whole list: {whole}; over after {seconds:.1f} s"


def all_but_three(letters: list) -> list:
    return letters[3:]


@fault("F34", "nobody listens, no such host, a certificate that is over", best=("sqlite", "events"))
def f34(stage: Stage) -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}"
    seen = []
    with expired(stage.folder) as over:
        for url in (closed, "http://nobody.invalid", over):
            stage.reset(60)
            mailing = stage.mailing()
            worker = stage.worker(mailing, url=url, calls=1)
            stage.until(lambda m=mailing: bool(stage.answers(m)), 20, "an answer")
            time.sleep(0.5)
            answers = set(stage.answers(mailing))
            stage.kill(worker)
            seconds = stage.finish(mailing, resume=True)
            tally = stage.check(mailing)
            kind = url.split(":")[0] + (" no such host" if "invalid" in url else "")
            assert "refused" in answers or "misconfigured" in answers, (
                f"{kind} is {answers}; {tally}"
            )
            seen.append(f"{kind}: {sorted(answers)}, {tally}, {seconds:.1f} s")
    return "; ".join(seen)


@fault(
    "F27b", "429 and 503 in turns, to three workers at once", databases=("postgres",), members=400
)
def f27b(stage: Stage) -> str:
    """Results that touch the same rows in another order: nobody may wait for the other for ever."""
    chance = random.Random(7)

    def answer(_call: object) -> Act:
        dice = chance.random()
        if dice < 0.4:
            return Act(takes=False, status=429)
        return unknown(takes=False, status=503) if dice < 0.6 else Act()

    mailing = stage.mailing()
    stage.options["batch"] = 5
    stage.provider.decide = answer
    workers = [stage.worker(mailing, calls=6, seconds=60) for _number in range(3)]
    until = time.monotonic() + 12
    while time.monotonic() < until:
        if stage.state(mailing)[0] == "paused":
            stage.resume(mailing)
        time.sleep(0.05)
    stage.provider.decide = lambda _call: Act()
    seconds = stage.finish(mailing, resume=True)
    said = stage.zygote.log.read_text(errors="replace")
    errors = sum(worker.errors for worker in workers)
    assert "deadlock" not in said, f"a deadlock; {errors} errors"
    return f"{stage.check(mailing)}; {errors} errors, {stage.resumes} resumes; {seconds:.1f} s"
