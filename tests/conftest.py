"""What every test may use."""

import shutil
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from cms.mail import outbox
from newsletters.delivery import fuse
from tests.factories.pages import make_home

QUEUES = ["letters", "mail"]

# How long one example takes is the machine's business, not the test's.
hypothesis.settings.register_profile("network", deadline=None)
hypothesis.settings.load_profile("network")


@pytest.fixture(autouse=True)
def _danish() -> Iterator[None]:
    with translation.override("da"):
        yield


@pytest.fixture(autouse=True)
def _empty_outbox() -> None:
    for file in settings.OUTBOX_DIR.glob("*.eml") if settings.OUTBOX_DIR.is_dir() else ():
        file.unlink()


@pytest.fixture(autouse=True)
def _forgotten_claims() -> None:
    """Each test begins with an empty ledger; a machine that remembered more claims would stop it."""
    shutil.rmtree(settings.VAR_DIR / fuse.FOLDER, ignore_errors=True)


@pytest.fixture
def home(db: None):
    """The network page at the root of the site."""
    return make_home()


@pytest.fixture
def work() -> Callable[[], None]:
    """Do what lies in the mail queue, in this process and transaction, until the queue is empty.

    The worker command itself closes the connection that a test's transaction lives in; the journeys and the
    browser tests run the real one.
    """

    def run() -> None:
        while result := DBTaskResult.objects.ready().filter(queue_name__in=QUEUES).first():
            result.claim("tests")
            arguments = result.args_kwargs
            returned = result.task.call(*arguments["args"], **arguments["kwargs"])
            result.set_successful(returned)

    return run


@pytest.fixture
def letters() -> Callable[[], list[EmailMessage]]:
    """The letters that lie in the outbox, the oldest first."""
    return lambda: [outbox.read(name) for name in reversed(outbox.names())]
