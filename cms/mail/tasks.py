"""The doorbells of service letters.

They have a queue of their own and go before all else that a worker has, so that a code to sign in with does
not wait behind a newsletter to a million.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

from . import posting

QUEUE = "letters"
FIRST = 50


@task(backend="mail", queue_name=QUEUE, priority=FIRST)
def post_letter_task(letter_id: int) -> None:
    """Try this letter, unless somebody else does or its time has not come."""
    posting.post_letter(letter_id, now=timezone.now())


@task(backend="mail", queue_name=QUEUE, priority=FIRST)
def post_due_letters_task() -> None:
    """Try all that are due, then ring again if there are more."""
    if posting.post_due():
        post_due_letters_task.enqueue()


def ring(letter_id: int) -> None:
    """Ring for one letter, when the transaction that wrote it is committed.

    A queue in the database is part of that transaction, and the broker's waits for it by itself.
    """
    bell = partial(post_letter_task.enqueue, letter_id)
    if isinstance(post_letter_task.get_backend(), ImmediateBackend):
        transaction.on_commit(bell)
    else:
        bell()
