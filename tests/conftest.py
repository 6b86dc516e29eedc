"""What every test may use."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from wagtail.models import Site

from cms.mail import outbox
from newsletters.delivery import fuse
from tests.databases import CHOSEN, make_test_database
from tests.factories.pages import clear_site, make_home, make_site

QUEUES = ["letters", "mail"]

# How long one example takes is the machine's business, not the test's.
hypothesis.settings.register_profile("sqlite", deadline=None, max_examples=50)
# What a form makes of any text was tried more often on SQLite; here it is tried against the database.
hypothesis.settings.register_profile("postgres", deadline=None, max_examples=25)
hypothesis.settings.load_profile(os.environ[CHOSEN])


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


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> Iterator[bool]:
    """Django finds the test database made (`tests.seeds`); whatever its migrations lack, it still adds."""
    name = str(connection.creation._get_test_db_name())
    make_test_database(name)
    yield True
    if connection.vendor == "sqlite":
        Path(name).unlink()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """A site with its lists stands before the first test: each test hangs its own pages there, and is undone.

    Tests that empty the database get it back as it is here (`serialized_rollback`).
    """
    with django_db_blocker.unblock(), translation.override("da"):
        make_site()
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()
    # Django, Wagtail and the site stay to the end: the collector need not look through them again and again.
    gc.collect()
    gc.freeze()


@pytest.fixture
def bare_site(db: None) -> Iterator[None]:
    """No page but the one that Wagtail's own migrations make."""
    clear_site()
    yield
    # The pages come back with the transaction; what is remembered of the site does not.
    Site.clear_site_root_paths_cache()


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
