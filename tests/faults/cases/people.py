"""F38 to F42: people press, unsubscribe, edit, leave, stop and go on while a mailing goes out."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection
from django.utils import timezone

from ..calls import Act, Call
from ..registry import fault
from ..stage import Stage


def in_threads(count: int, do: Callable[[int], Any]) -> list[Any]:
    """Do it so many times at once, each on a connection of its own."""

    def one(number: int) -> Any:
        try:
            return do(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def make_page() -> Any:
    """A real newsletter, published; its page tree stays for the next case."""
    from tests.factories.pages import make_home, make_newsletter

    make_home()
    return make_newsletter(
        title=f"Nyhedsbrev {time.monotonic_ns()}", slug=f"n-{time.monotonic_ns()}"
    )


@fault("F38", "Send pressed 50 times at once, and again when it is over", members=60)
def f38(stage: Stage) -> str:
    from newsletters.audiences.rules import Rule
    from newsletters.delivery import actions
    from newsletters.delivery.models import Mailing

    page = stage.read(make_page)

    def press(_number: int) -> int:
        return actions.send(page=page, rule=Rule(), user=None, now=timezone.now()).pk

    keys = in_threads(50, press)
    assert len(set(keys)) == 1, f"{len(set(keys))} mailings"
    assert stage.read(Mailing.objects.count) == 1
    mailing = stage.read(Mailing.objects.get)
    seconds = stage.finish(mailing, workers=2)
    again = in_threads(10, press)
    assert set(again) == set(keys)
    return f"50 presses, 1 mailing; {stage.check(mailing)}; over after {seconds:.1f} s"


@fault("F39", "100 unsubscribe during the send", members=400)
def f39(stage: Stage) -> str:
    """I6: no copy from a batch that was claimed after the unsubscription was committed."""
    from newsletters.delivery import actions
    from newsletters.delivery.models import Attempt, Delivery

    mailing = stage.mailing()
    stage.provider.decide = lambda _call: Act(hang=0.1)
    stage.worker(mailing)
    stage.until(lambda: len(stage.provider.calls) >= 2, 20, "two calls")
    letters = stage.read(lambda: list(Delivery.objects.of(mailing.pk).values_list("pk", "address")))
    stage.note_addresses(mailing)
    leaving = random.sample(letters, 100)
    left: dict[str, Any] = {}

    def leave(number: int) -> None:
        for key, address in leaving[number::4]:
            assert actions.unsubscribe(delivery_id=key, now=timezone.now())
            left[address] = timezone.now()
            time.sleep(0.01)

    in_threads(4, leave)
    seconds = stage.finish(mailing)
    tally = stage.check(mailing, may_hold="nothing")
    attempts = stage.read(
        lambda: list(Attempt.objects.filter(batch__mailing=mailing).select_related("batch"))
    )
    keys = {address: key for key, address in letters}
    late = 0
    for address, at in left.items():
        claims = [
            one.started_at
            for one in attempts
            if one.batch.first <= keys[address] <= one.batch.last and one.started_at > at
        ]
        late += bool(claims and stage.provider.copies.get(address))
    assert not late, f"I6: {late} copies from batches claimed after the unsubscription"
    assert tally.skipped, "everybody was too late: nothing was tried"
    return f"{tally}; over after {seconds:.1f} s"


@fault("F40", "the page is edited, taken down and deleted during the send")
def f40(stage: Stage) -> str:
    from newsletters.audiences.rules import Rule
    from newsletters.delivery import actions
    from newsletters.editions.pages import NewsletterPage

    page = stage.read(make_page)
    done: list[str] = []

    def edit(_call: Call) -> None:
        found = NewsletterPage.objects.get(pk=page.pk)
        found.subject, found.body = "Noget andet", [("heading", "Noget andet")]
        found.save_revision().publish()
        done.append("edited")
        connection.close()

    def take_down(_call: Call) -> None:
        NewsletterPage.objects.get(pk=page.pk).unpublish()
        done.append("taken down")
        connection.close()

    def delete(_call: Call) -> None:
        NewsletterPage.objects.get(pk=page.pk).delete()
        done.append("deleted")
        connection.close()

    mailing = stage.read(
        lambda: actions.send(page=page, rule=Rule(), user=None, now=timezone.now())
    )
    stage.options["times"] = {"read": 8.0, "deadline": 9.0, "quiet": 10.0}
    stage.provider.script = [
        Act(),
        Act(at_taken=edit),
        Act(at_taken=take_down),
        Act(at_taken=delete),
    ]
    seconds = stage.finish(mailing, calls=1)
    assert done == ["edited", "taken down", "deleted"], done
    tally = stage.check(mailing, may_hold="nothing")
    return f"{', '.join(done)}; {tally}; over after {seconds:.1f} s"


@fault("F41", "members are deleted, move to another address, are stopped during the send")
def f41(stage: Stage) -> str:
    from cms.members.actions import suppress
    from cms.members.models import Member, Suppression

    def change(_call: Call) -> None:
        last = list(Member.objects.order_by("-pk")[:45])
        for member in last[:15]:
            member.delete()
        for number, member in enumerate(last[15:30]):
            member.email = f"flyttet{number}@kommune.example"
            member.save()
        for member in last[30:]:
            suppress(
                fingerprint=member.fingerprint,
                reason=Suppression.Reason.COMPLAINED,
                now=timezone.now(),
            )
        connection.close()

    mailing = stage.mailing()
    stage.options["times"] = {"read": 8.0, "deadline": 9.0, "quiet": 10.0}
    stage.provider.script = [
        Act(at_headers=lambda _call: stage.note_addresses(mailing)),
        Act(at_taken=change),
    ]
    seconds = stage.finish(mailing, calls=1)
    tally = stage.check(mailing, may_hold="nothing")
    assert tally.skipped == 30, f"15 deleted and 15 stopped are left out: {tally}"
    moved = [address for address in stage.provider.copies if address.startswith("flyttet")]
    assert not moved, "a copy went to an address that was not frozen"
    return f"{tally}; over after {seconds:.1f} s"


@fault("F42", "stop, go on and cancel, twenty times at random", members=400)
def f42(stage: Stage) -> str:
    from newsletters.delivery import actions

    seen = []
    for is_cancelled in (False, True):
        stage.reset(400)
        mailing = stage.mailing()
        stage.provider.decide = lambda _call: Act(hang=0.05)
        for _number in range(2):
            stage.worker(mailing)

        def press(_number: int, mailing: Any = mailing) -> None:
            for _turn in range(7):
                time.sleep(random.uniform(0, 0.15))
                act = random.choice([actions.pause, actions.resume])
                act(mailing=mailing, user=None, now=timezone.now())

        in_threads(3, press)
        if is_cancelled:
            actions.cancel(mailing=mailing, user=None, now=timezone.now())
        seconds = stage.finish(mailing, workers=2, resume=True)
        seen.append(f"{stage.check(mailing, may_hold='nothing')}, {seconds:.1f} s")
    return "; cancelled: ".join(seen)
