"""A provider on loopback with a planned mailing, and a second worker as far as locks go."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connections
from django.utils import timezone

from newsletters.audiences.rules import Rule
from newsletters.delivery import actions, liveness, planning
from newsletters.delivery.models import Mailing
from tests.endpoints import Endpoint, provider_settings
from tests.factories.pages import make_newsletter
from tests.factories.people import make_members


@pytest.fixture(autouse=True)
def _one_call_at_a_time(settings) -> None:
    """So that a test can say what comes after what."""
    settings.MAIL_CALLS = 1


@pytest.fixture
def plan(settings) -> Callable[..., Mailing]:
    """A planned mailing to so many members, sent through a provider's backend to an endpoint."""

    def make(
        endpoint: Endpoint, members: int = 3, batch: int = 2, provider: str = "mailgun"
    ) -> Mailing:
        for name, value in provider_settings(provider, endpoint.url).items():
            setattr(settings, name, value)
        settings.MAIL_BATCH_SIZE = batch
        make_members(members)
        page = make_newsletter(headline="tag en kollega med")
        mailing = actions.send(page=page, rule=Rule(), user=None, now=timezone.now())
        planning.plan(mailing.pk, now=timezone.now())
        mailing.refresh_from_db()
        return mailing

    return make


@pytest.fixture
def other_worker(django_db_blocker) -> Callable[[int], AbstractContextManager[None]]:
    """`with other_worker(number)`: somebody else lives with this number for the time of the block."""

    @contextmanager
    def working(number: int) -> Iterator[None]:
        holds, done = threading.Event(), threading.Event()

        def hold() -> None:
            with django_db_blocker.unblock(), liveness.holding(number) as is_ours:
                if is_ours:
                    holds.set()
                done.wait(30)
            connections.close_all()

        thread = threading.Thread(target=hold)
        thread.start()
        assert holds.wait(10), "the other worker did not get the lock"
        try:
            yield
        finally:
            done.set()
            thread.join()

    return working
