"""What Wagtail does beside a save, done once for many saves."""

import pytest
from django_tasks import task_backends

from cms.content.jobs import each_once
from tests.factories.pages import make_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """What was done: [(function, arguments)]."""
    jobs = []
    backend = type(task_backends["default"])
    monkeypatch.setattr(
        backend,
        "enqueue",
        lambda self, task, args, kwargs: jobs.append((task.func.__name__, *args)),
    )
    return jobs


def test_does_each_job_once_at_the_end(home, done):
    with each_once():
        for title in ("Et", "To", "Tre"):
            home.title = title
            home.save()
        assert done == []
    assert len(done) == len(set(done)) > 0


@each_once()
def save_and_fail(page):
    page.save()
    raise RuntimeError


def test_does_nothing_of_what_failed_and_goes_on_as_before(home, done):
    with pytest.raises(RuntimeError):
        save_and_fail(home)
    assert done == []
    make_home().save()
    assert done != []
