"""Workers by Celery and RabbitMQ, where BROKER_URL is set: the same task functions behind another queue.

A message carries a task's dotted name and its arguments, which are ids. It is acknowledged only after the
task ended (`acks_late`), so RabbitMQ gives a killed worker's message to another at once. Nothing relies on
that: the rows are the truth, and `manage.py tick` rings again for what any queue has lost.

Run a worker with `celery --app cms.broker worker --queues letters,mail`.
"""

import logging
import os
from typing import Any
from uuid import uuid4

from celery import Celery
from celery.signals import worker_process_init
from django.db import connections, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

log = logging.getLogger(__name__)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

app = Celery("network")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="network.run", acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def run(path: str, arguments: list[Any], named: dict[str, Any]) -> None:
    """Do the task of this dotted name."""
    import_string(path).call(*arguments, **named)


@worker_process_init.connect
def forget_parents_connections(**_kwargs: Any) -> None:
    """A forked worker opens its own: a shared one would share its locks."""
    for connection in connections.all(initialized_only=True):
        connection.connection = None


class CeleryBackend(BaseTaskBackend):
    """django-tasks' way to this queue. A message leaves when the transaction that rang is committed.

    A broker that cannot be reached is no fault of whoever rang: `tick` rings again within a minute.
    """

    supports_defer = True
    # Here a queue of its own does what priority does in the database's: a worker takes queues by turns.
    supports_priority = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        transaction.on_commit(lambda: self.post(task, list(args), dict(kwargs)))
        return TaskResult(
            task=task,
            id=uuid4().hex,
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )

    def post(self, task: Task, arguments: list[Any], named: dict[str, Any]) -> None:
        try:
            run.apply_async(
                (task.module_path, arguments, named), queue=task.queue_name, eta=task.run_after
            )
        except run.OperationalError:
            log.warning("The broker cannot be reached; tick will ring for %s again.", task.name)
