"""The doorbells. Each may ring twice or not at all: the rows know what is left to do."""

from django.utils import timezone
from django_tasks import task

from . import planning, sending


@task(backend="mail", queue_name="mail")
def plan_mailing_task(mailing_id: str) -> None:
    """Write the ledger of this mailing, then ring for its sending."""
    planning.plan(mailing_id, now=timezone.now())
    send_mailing_task.enqueue(mailing_id)


@task(backend="mail", queue_name="mail")
def send_mailing_task(mailing_id: str) -> None:
    """Send what is ready of this mailing. Several workers may ring for the same one: they share
    its batches.
    """
    sending.send_batches(mailing_id)
