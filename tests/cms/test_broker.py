"""Celery's queue behind the same task functions. A real RabbitMQ is in `python -m tests.sharing`."""

import pytest
from django.db import transaction
from kombu import Connection

from cms import broker
from newsletters.delivery import tasks


@pytest.fixture
def queue(settings):
    """A broker in this process's memory, with the task functions put on Celery."""
    broker.app.conf.broker_url = "memory://"
    backend = broker.CeleryBackend("mail", {"QUEUES": ["mail"]})
    with Connection("memory://") as connection:
        queue = connection.SimpleQueue("mail")
        queue.clear()
        yield lambda *given: backend.enqueue(tasks.send_mailing_task, given, {}), queue
        queue.close()


def waiting(queue):
    return queue.qsize()


@pytest.mark.django_db
def test_rings_when_the_transaction_is_committed_and_not_before(
    queue, django_capture_on_commit_callbacks
):
    ring, line = queue
    with django_capture_on_commit_callbacks(execute=True):
        result = ring(7)
        assert waiting(line) == 0
    message = line.get(timeout=1)
    assert message.payload[0] == ["newsletters.delivery.tasks.send_mailing_task", [7], {}]
    assert (result.args, result.status) == ([7], "READY")


@pytest.mark.django_db
def test_rings_not_at_all_when_it_is_rolled_back(queue, django_capture_on_commit_callbacks):
    ring, line = queue
    with django_capture_on_commit_callbacks(execute=True) as rung, transaction.atomic():
        ring(7)
        transaction.set_rollback(True)
    assert (len(rung), waiting(line)) == (0, 0)


@pytest.mark.django_db
def test_leaves_it_to_tick_when_the_broker_is_not_there(
    queue, monkeypatch, django_capture_on_commit_callbacks
):
    ring, _line = queue

    def refuse(*_args, **_options):
        raise broker.run.OperationalError("no broker")

    monkeypatch.setattr(broker.run, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True) as rung:
        ring(7)
    assert len(rung) == 1


def test_does_the_task_of_the_name_in_the_message(db):
    # A mailing that is not there: the task's own words, not the queue's.
    with pytest.raises(Exception, match="does not exist"):
        broker.run("newsletters.delivery.tasks.send_mailing_task", [4711], {})


def test_gives_a_killed_workers_message_to_another():
    assert (broker.run.acks_late, broker.run.reject_on_worker_lost) == (True, True)
