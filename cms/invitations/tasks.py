"""The doorbell of applications. It goes before newsletters, as the letter does that follows from it."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

from cms.mail.tasks import FIRST, QUEUE

from . import screening


@task(backend="mail", queue_name=QUEUE, priority=FIRST)
def answer_application_task(application_id: int) -> None:
    """Write to whoever wants to come, unless that was done already."""
    screening.answer(application_id, now=timezone.now())


def ring(application_id: int) -> None:
    """Ring for one application, when the transaction that wrote it is committed."""
    bell = partial(answer_application_task.enqueue, application_id)
    if isinstance(answer_application_task.get_backend(), ImmediateBackend):
        transaction.on_commit(bell)
    else:
        bell()
