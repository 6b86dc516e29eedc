"""The doorbell of imports. It may ring twice or not at all: the rows know what is left to do."""

from functools import partial

from django.db import transaction
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

from . import working


@task(backend="mail", queue_name="mail")
def go_on_task(import_id: int) -> None:
    """Go on with this import for a while, then ring again if there is more."""
    if working.go_on(import_id):
        go_on_task.enqueue(import_id)


def ring(import_id: int) -> None:
    """Ring when the transaction that wrote the state is committed."""
    bell = partial(go_on_task.enqueue, import_id)
    if isinstance(go_on_task.get_backend(), ImmediateBackend):
        transaction.on_commit(bell)
    else:
        bell()
