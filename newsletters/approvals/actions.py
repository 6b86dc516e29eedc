"""Asking for a second person's yes, and answering."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.members.models import User
from newsletters.audiences.rules import Rule
from newsletters.editions.languages import Issue

from .models import Approval


class OwnQuestionError(NetworkError):
    """Whoever asks cannot answer."""

    code = "approval_own_question"
    status = 403


class OtherLetterError(NetworkError):
    """The letter has changed between the question and the answer."""

    code = "approval_other_letter"
    status = 409


class AnsweredError(NetworkError):
    """Somebody has answered already."""

    code = "approval_answered"
    status = 409


def ask(
    *,
    page_key: int,
    issue: Issue,
    rule: Rule,
    audience_key: str,
    sentence: str,
    user: User,
    now: dt.datetime,
) -> Approval:
    """Ask whether exactly this may be sent. Asked twice, it is one question."""
    bound = {
        "page_key": page_key,
        "content_hash": issue.content_hash,
        "audience_key": audience_key,
    }
    try:
        with transaction.atomic():
            return Approval.objects.create(
                **bound,
                audience=rule.to_json(),
                audience_sentence=sentence[:1000],
                subject=issue.subject[:150],
                text=issue.text,
                asked_by=user,
                asked_at=now,
            )
    except IntegrityError:
        standing = Approval.objects.get(**bound, is_yes=None)
    if standing.asked_by_id is None:
        # Whoever asked has no account any more: the question is this person's now.
        standing.asked_by = user
        standing.save(update_fields=["asked_by"])
    return standing


def answer(
    *,
    approval: Approval,
    is_yes: bool,
    content_hash: str,
    words: str = "",
    user: User,
    now: dt.datetime,
) -> None:
    """Say yes or no to what was asked. `content_hash` is of the newsletter as it is now.

    Raises OwnQuestionError, OtherLetterError, AnsweredError.
    """
    if is_yes and approval.asked_by_id in (None, user.pk):
        raise OwnQuestionError(
            _("You asked yourself. Somebody else who may send newsletters has to approve it.")
        )
    if is_yes and approval.content_hash != content_hash:
        raise OtherLetterError(
            _("The newsletter was changed while you looked. Look at it again, then approve it.")
        )
    open_one = Approval.objects.filter(pk=approval.pk, is_yes=None)
    if not open_one.update(
        is_yes=is_yes, answered_by=user, answered_at=now, words=words.strip()[:500]
    ):
        raise AnsweredError(_("Somebody has answered already."))


def take_back(*, approval: Approval, user: User, now: dt.datetime) -> bool:
    """Take a yes back. True when it held. A mailing that was pressed since goes on."""
    given = Approval.objects.filter(pk=approval.pk, is_yes=True)
    return bool(given.update(is_yes=False, answered_by=user, answered_at=now, words=""))
