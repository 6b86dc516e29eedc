"""The doorbells of joining. They go before newsletters, as the letters do that follow from them."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

from cms.mail.tasks import FIRST, QUEUE

from . import answering


@task(backend="mail", queue_name=QUEUE, priority=FIRST)
def answer_sign_up_task(sign_up_id: int) -> None:
    """Write to whoever signed up, unless that was done already."""
    answering.answer(sign_up_id, now=timezone.now())


def ring(sign_up_id: int) -> None:
    """Ring for one sign-up, when the transaction that wrote it is committed."""
    bell = partial(answer_sign_up_task.enqueue, sign_up_id)
    if isinstance(answer_sign_up_task.get_backend(), ImmediateBackend):
        transaction.on_commit(bell)
    else:
        bell()
