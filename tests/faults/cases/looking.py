"""F32 and F33: a provider whose list lies, a key that is too old or answered otherwise."""

from collections.abc import Callable
from typing import Any

from ..calls import Act
from ..registry import KnownLimitError, fault
from ..stage import Stage, unknown
from ..worker import SHORT

Look = Callable[[Any], tuple[int, Any]]


def with_looks(stage: Stage, *looks: Look, may_hold: str = "nothing") -> str:
    """A worker dies at acceptance, and the look-ups answer so before they tell the truth."""
    mailing = stage.mailing()
    stage.provider.script = [Act(), Act(at_taken=stage.killing, end="close", unknown=True)]
    stage.provider.look_script = list(looks)
    stage.expect_death_of(stage.worker(mailing, calls=1))
    seconds = stage.finish(mailing)
    tally = stage.check(mailing, may_hold=may_hold)
    return f"{tally}, {stage.provider.looks} looks, {seconds:.1f} s"


def empty(page: Any) -> tuple[int, Any]:
    return 200, {**page, **{name: [] for name in ("Messages", "items") if name in page}}


def half(page: Any) -> tuple[int, Any]:
    names = [name for name in ("Messages", "items") if name in page]
    cut = {name: page[name][: len(page[name]) // 2] for name in names}
    return 200, {
        **page,
        **cut,
        **({"TotalCount": len(page[names[0]]) // 2} if "TotalCount" in page else {}),
    }


@fault("F32", "the list comes late, fails, is garbage, is half", classes=("lookup",))
def f32(stage: Stage) -> str:
    seen = []
    ways: dict[str, tuple[list[Look], str]] = {
        "empty first": ([empty], "nothing"),
        "500 twice": ([lambda page: (500, page)] * 2, "nothing"),
        "garbage": ([lambda _page: (200, b"<html>"), lambda _page: (200, [1])], "nothing"),
        "half": ([half], "anything"),
    }
    for shape in ("postmark", "mailgun"):
        for way, (looks, may_hold) in ways.items():
            stage.reset(60, shape)
            stage.what = f"{shape} {way}: "
            seen.append(stage.what + with_looks(stage, *looks, may_hold=may_hold))
    return "; ".join(seen)


@fault(
    "F32b",
    "the list comes later than the quiet time and both looks",
    classes=("lookup",),
    members=60,
)
def f32b(stage: Stage) -> str:
    """The assumption that a class with look-ups stands on. Where it fails, a batch is sent twice."""
    mailing = stage.mailing()
    stage.provider.lag = SHORT["quiet"] + 4
    stage.provider.script = [Act(), Act(at_taken=stage.killing, end="close", unknown=True)]
    stage.expect_death_of(stage.worker(mailing, calls=1))
    stage.finish(mailing)
    tally = stage.check(mailing, may_break=("I1",))
    if not tally.duplicates:
        return str(tally)
    raise KnownLimitError(f"as the promise says of this class: {tally}")


@fault("F33", "the key is forgotten between two calls", classes=("key",))
def f33(stage: Stage) -> str:
    seen = []
    for shape in ("resend", "brevo"):
        stage.reset(60, shape)
        stage.options |= {"key_seconds": 1.0, "times": {"repeat": 1.5}}
        stage.provider.key_seconds = 1.0
        mailing = stage.mailing()
        stage.provider.script = [
            Act(),
            Act(at_taken=stage.killing, end="close", unknown=True),
            unknown(hang=4),
        ]
        stage.expect_death_of(stage.worker(mailing, calls=1))
        stage.finish(mailing)
        tally = stage.check(mailing, may_hold="anything")
        assert not any(call.is_repeat for call in stage.provider.calls)
        assert tally.held == 40, f"both unknown batches are held: {tally}"
        seen.append(f"{shape}: {tally}")
    return "; ".join(seen)


@fault("F33b", "the key is known, and the provider says only that", classes=("key",))
def f33b(stage: Stage) -> str:
    """Brevo answers 400 `duplicate_parameter` to a key that it knows."""
    stage.reset(60, "brevo")
    mailing = stage.mailing()
    stage.provider.script = [
        Act(),
        Act(at_taken=stage.killing, end="close", unknown=True),
        unknown(status=502),
    ]
    stage.expect_death_of(stage.worker(mailing, calls=1))
    seconds = stage.finish(mailing)
    return f"{stage.check(mailing)}; over after {seconds:.1f} s"


@fault("F33c", "the same key while the first call is still under way", classes=("key",))
def f33c(stage: Stage) -> str:
    """Resend answers 409 `concurrent_idempotent_requests`, and takes the first call a moment later."""
    mailing = stage.mailing()
    slow = unknown(pause_before=SHORT["read"] + SHORT["repeat"] + 1.5)
    stage.provider.script = [Act(), slow]
    seconds = stage.finish(mailing, calls=1)
    calls = stage.provider.calls
    stage.until(lambda: all(call.is_over for call in calls), 10, "the slow call ends")
    conflicts = sum(call.status == 409 for call in stage.provider.calls)
    return f"{stage.check(mailing)}; {conflicts} conflicts; over after {seconds:.1f} s"


@fault(
    "F33d",
    "the same call again is refused: that says nothing of the first",
    classes=("key",),
    members=20,
)
def f33d(stage: Stage) -> str:
    """429, a revoked key and a closed port are proof for the call that they answer, and for no other."""
    seen = []
    for shape in ("resend", "brevo"):
        for status in (429, 401, 400):
            stage.reset(20, shape)
            stage.what = f"{shape} {status}: "
            mailing = stage.mailing()
            stage.provider.script = [unknown(status=502), Act(takes=False, status=status)]
            stage.finish(mailing, resume=True)
            tally = stage.check(mailing, may_hold="anything")
            seen.append(f"{stage.what}{tally}")
    return "; ".join(seen)
