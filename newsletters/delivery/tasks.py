"""The doorbells. Each may ring twice or not at all: the rows know what is left to do."""

from django_tasks import task

from . import clock, planning, queries, sending


@task(backend="mail", queue_name="mail")
def plan_mailing_task(mailing_id: int) -> None:
    """Write the ledger of this mailing, then ring for its sending."""
    planning.plan(mailing_id, now=clock.now())
    ring(mailing_id)


@task(backend="mail", queue_name="mail")
def send_mailing_task(mailing_id: int) -> None:
    """Send what is ready of this mailing. Several workers may ring for the same one: they share its
    batches. Each works for a minute, then rings again, so that other work gets its turn.
    """
    if sending.send_batches(mailing_id):
        send_mailing_task.enqueue(mailing_id)


def ring(mailing_id: int) -> None:
    """Ring for as many workers as this mailing can use. Those who come too late find nothing to do."""
    for _hand in range(queries.hands_wanted(mailing_id)):
        send_mailing_task.enqueue(mailing_id)
