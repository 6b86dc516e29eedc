"""What can be done with a mailing: send it, send a test, unsubscribe from it, ring for it again."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.mail.message import Recipient
from cms.mail.providers import provider
from cms.mail.transport import Answer, hand_over
from cms.members.actions import withdraw_consent
from cms.members.models import User
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule, sentence
from newsletters.editions.personal import personal_fields
from newsletters.editions.rendering import render
from newsletters.editions.review import Fault, faults

from . import queries
from .models import Delivery, Mailing
from .tasks import plan_mailing_task, send_mailing_task
from .tokens import TEST, make_token
from .writing import content_of, own_headers

if TYPE_CHECKING:
    from newsletters.editions.pages import NewsletterPage


class NotReadyError(NetworkError):
    """The newsletter has faults. `faults` lists them."""

    code = "newsletter_not_ready"

    def __init__(self, found: list[Fault]) -> None:
        super().__init__(" ".join(fault.words for fault in found))
        self.faults = found


class NobodyError(NetworkError):
    """The audience is empty."""

    code = "audience_empty"


class TestNotSentError(NetworkError):
    """The test letter was not taken."""

    code = "test_not_sent"
    status = 502


def send(*, page: "NewsletterPage", rule: Rule, user: User | None, now: dt.datetime) -> Mailing:
    """Freeze the published newsletter and its audience, and set the sending going.

    A second press for the same newsletter and audience, from whatever tab, gives the mailing that is there
    already. Raises NotReadyError and NobodyError; then nothing was written.
    """
    standing = queries.mailing_to(page.pk, rule)
    if standing:
        return standing
    found = faults(page)
    if found:
        raise NotReadyError(found)
    if not recipients(rule).exists():
        raise NobodyError(_("Nobody is in this audience, so there is nobody to send to."))
    if not queries.still_to_get(page.pk, rule).exists():
        raise NobodyError(_("Everybody in this audience has this newsletter already."))
    letter = render(page)
    try:
        with transaction.atomic():
            mailing = Mailing.objects.create(
                page=page,
                page_key=page.pk,
                revision_key=page.live_revision_id or 0,
                audience=rule.to_json(),
                audience_key=queries.audience_key(rule),
                audience_sentence=sentence(rule)[:1000],
                subject=letter.subject,
                html=letter.html,
                text=letter.text,
                content_hash=letter.content_hash,
                sender=letter.sender,
                reply_to=letter.reply_to,
                language=letter.language,
                created_by=user,
                created_at=now,
            )
            # The queue is in the same database: the doorbell is rung if and only if the mailing is written.
            plan_mailing_task.enqueue(str(mailing.pk))
    except IntegrityError:
        standing = queries.mailing_to(page.pk, rule)
        if standing is None:
            raise
        return standing
    return mailing


def send_test(*, page: "NewsletterPage", address: str, first_name: str) -> None:
    """Send the newsletter as it is saved now to one address, marked [TEST]. Raises TestNotSentError."""
    letter = render(page)
    with translation.override(letter.language):
        # The address is the language's own, too: /en/ for an English letter.
        url = settings.SITE_URL + reverse("newsletters:unsubscribe", args=[make_token(TEST)])
        fields = personal_fields(first_name=first_name, unsubscribe_url=url)
    test = Recipient(str(uuid.uuid4()), address, fields, own_headers(url, letter.reply_to))
    outcome = hand_over(content_of(letter, subject=f"[TEST] {letter.subject}"), [test], provider())
    result = outcome.results.get(test.id) or outcome.stopped
    if result is None or result.answer is not Answer.ACCEPTED:
        words = result.words if result else ""
        raise TestNotSentError(_("The test was not taken: %(words)s.") % {"words": words})


def unsubscribe(*, delivery_id: uuid.UUID, now: dt.datetime) -> bool:
    """Take back the consent of the member whom this delivery went to. False when nobody is known any more."""
    delivery = Delivery.objects.select_related("member").filter(pk=delivery_id).first()
    if delivery is None or delivery.member is None:
        return False
    withdraw_consent(member=delivery.member, now=now)
    return True


def resume(*, mailing: Mailing) -> None:
    """Go on with a mailing that a fault stopped. A mailing that is not stopped is left as it is."""
    with transaction.atomic():
        stopped = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.PAUSED)
        if stopped.update(state=Mailing.State.SENDING, fault=""):
            send_mailing_task.enqueue(str(mailing.pk))
