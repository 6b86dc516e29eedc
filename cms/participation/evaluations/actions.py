"""What a person does with an evaluation, and what an editor decides about it.

How a sheet is taken leaves no trace that leads from the person to it. Under the lock of the evaluation, a
random blank one is marked with the hash of the secret, and the person is marked as having answered. Both are
written as updates of *all* rows of this evaluation: a database that notes which transaction wrote a row last
(`xmin` in PostgreSQL) then says the same of every row, and nothing of these two.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.invitations.pages import InvitationPage
from cms.mail.actions import cancel

from . import queries, sealing
from .models import AnswerSheet, Evaluation, Respondent
from .opening import ANY_ORDER, lay_out
from .tokens import hash_of_secret

SETTINGS = ["is_on", "days_open", "reminds", "own_questions", "closes_at"]


class LinkError(NetworkError):
    """The link belongs to no evaluation: it is cut off, for another purpose, or its seat is gone."""

    code = "evaluation_link"
    status = 404


class BegunError(NetworkError):
    """Somebody has begun with this link, and it was not this browser."""

    code = "evaluation_begun"
    status = 409


class ClosedError(NetworkError):
    """No more answers are taken."""

    code = "evaluation_closed"
    status = 410


class OpenedError(NetworkError):
    """What is asked cannot be changed any more: people are answering."""

    code = "evaluation_opened"
    status = 409


@transaction.atomic
def begin(*, token: str, secret: str, now: dt.datetime) -> AnswerSheet:
    """Take a blank sheet for whoever was sent this link; the same secret again brings the same sheet.

    Raises LinkError, ClosedError, BegunError.
    """
    asked, hashed = queries.asked_by(token), hash_of_secret(secret)
    if asked is None or hashed is None:
        raise LinkError(_("This link does not work."))
    evaluation = locked(asked[1], now)
    respondent = Respondent.objects.get(pk=asked[0].pk)
    taken = evaluation.sheets.filter(secret_hash=hashed).first()
    if taken:
        return taken
    if respondent.has_answered:
        raise BegunError(_("An answer has been begun with this link."))
    blank = list(evaluation.sheets.blank().values_list("pk", flat=True))
    if not blank:
        lay_out(evaluation, 1)
        blank = list(evaluation.sheets.blank().values_list("pk", flat=True))
    chosen = ANY_ORDER.choice(blank)
    evaluation.sheets.update(
        secret_hash=Case(When(pk=chosen, then=Value(hashed)), default=F("secret_hash"))
    )
    Respondent.objects.of(evaluation).update(
        has_answered=Case(When(pk=respondent.pk, then=Value(True)), default=F("has_answered"))
    )
    return evaluation.sheets.get(pk=chosen)


def locked(evaluation: Evaluation, now: dt.datetime) -> Evaluation:
    """The evaluation, which nobody else begins or closes until the transaction ends. Raises ClosedError."""
    found = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if not found.is_open(now):
        raise ClosedError(_("The evaluation has closed."))
    return found


@transaction.atomic
def save(*, secret: str, answers: dict[str, Any], now: dt.datetime) -> AnswerSheet:
    """Put these answers on the sheet of this secret, in place of those before.

    Raises LinkError, ClosedError.
    """
    sheet = queries.sheet_of(secret)
    if sheet is None:
        raise LinkError(_("This link does not work."))
    if not sheet.evaluation.is_open(now):
        raise ClosedError(_("The evaluation has closed."))
    # It may be dissolved at this moment: then there is nothing left to write on.
    if not AnswerSheet.objects.filter(pk=sheet.pk).update(answers=answers):
        raise ClosedError(_("The evaluation has closed."))
    sheet.answers = answers
    return sheet


@transaction.atomic
def decide(
    *,
    day: InvitationPage,
    is_on: bool,
    days_open: int,
    reminds: bool,
    own_questions: list[dict[str, Any]] | None,
    now: dt.datetime,
) -> Evaluation:
    """Set what an editor wants of this day's evaluation; `own_questions` None leaves them as they are.

    While people answer, only how long it is open and the reminder can change.

    Raises OpenedError, ClosedError.
    """
    evaluation = queries.evaluation_of(day)
    if evaluation.pk:
        evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if evaluation.has_opened:
        evaluation = locked(evaluation, now)
        if own_questions is not None and own_questions != evaluation.own_questions:
            raise OpenedError(_("People are answering, so the questions cannot change any more."))
        check_still_open(evaluation, days_open, now)
    else:
        evaluation.is_on = is_on
        evaluation.own_questions = (
            evaluation.own_questions if own_questions is None else own_questions
        )
    evaluation.days_open, evaluation.reminds = days_open, reminds
    if evaluation.opened_at:
        evaluation.closes_at = evaluation.opened_at + dt.timedelta(days=days_open)
    evaluation.save(update_fields=SETTINGS if evaluation.pk else None)
    return evaluation


def check_still_open(evaluation: Evaluation, days_open: int, now: dt.datetime) -> None:
    if evaluation.opened_at and evaluation.opened_at + dt.timedelta(days=days_open) <= now:
        raise OpenedError(
            _("It has been open longer than that already. To end it, press »Close now«.")
        )


@transaction.atomic
def close(*, evaluation: Evaluation, now: dt.datetime) -> Evaluation:
    """End it early, for good. Whoever has closed it already has closed it. Raises ClosedError for one
    that was never open.
    """
    found = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if found.closes_at is None:
        raise ClosedError(_("The evaluation has not opened, so it cannot be closed."))
    if found.closes_at > now:
        found.closes_at = now
        found.save(update_fields=["closes_at"])
        cancel(about=found.about, now=now)
    sealing.seal(found, now)
    found.refresh_from_db()
    return found
