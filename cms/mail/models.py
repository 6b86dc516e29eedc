"""The table of service letters."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from .answers import Answer
from .kinds import is_secret, label_of


class LetterQuerySet(models.QuerySet["Letter"]):
    def without_words(self) -> "LetterQuerySet":
        """For lists: what is written in a letter stays in the database."""
        return self.defer("subject", "html", "text", "attachment")


class Letter(models.Model):
    """One service mail to one person: written down once, then tried until it is accepted.

    A second copy is cheaper here than a missing one, so what nobody knows is tried again. The words and the
    address are forgotten after a while; what was sent, when and with which result stays.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        SENDING = "sending", _("is being handed over")
        ACCEPTED = "accepted", _("sent")
        REFUSED = "refused", _("refused by the provider")
        GIVEN_UP = "given_up", _("given up")
        CANCELLED = "cancelled", _("cancelled before it left")

    class LastAnswer(models.TextChoices):
        """The provider's answer (`cms.mail.answers`) in words for a person."""

        ACCEPTED = Answer.ACCEPTED, _("taken by the provider")
        REJECTED = Answer.REJECTED, _("the provider will not carry it")
        REFUSED = Answer.REFUSED, _("could not be handed over just now")
        UNKNOWN = Answer.UNKNOWN, _("no clear answer; it may have been taken")
        MISCONFIGURED = Answer.MISCONFIGURED, _("the provider does not accept our settings")

    kind = models.CharField(_("kind"), max_length=60)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    address = models.CharField(_("e-mail"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    # {name, mimetype, text}
    attachment = models.JSONField(null=True, blank=True)
    # Where one says no to more of the kind, as the letter's own head says it to mail programs.
    leave_url = models.CharField(max_length=2000, blank=True)
    # What it is about, in the words of whoever posted it: »registration:17«. No personal data.
    about = models.CharField(_("what it is about"), max_length=100, blank=True, db_index=True)
    # Of the same key there is one letter, however often the same event is told.
    key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    # All that a provider learns of it; another one each time a person sends it again.
    ref = models.UUIDField(default=uuid.uuid4, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # When it is tried next. While it is being handed over: until when the worker has it.
    retry_at = models.DateTimeField(_("next attempt"))
    # What it says is of no use after this; by itself it is given up sooner, at `give_up_at`.
    not_after = models.DateTimeField(_("of use until"), null=True, blank=True)
    give_up_at = models.DateTimeField(_("given up at"))
    answer = models.CharField(
        _("last answer"), max_length=13, choices=LastAnswer.choices, blank=True
    )
    said = models.CharField(_("details"), max_length=200, blank=True)
    provider_id = models.CharField(_("the provider's number"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written on"))
    ended_at = models.DateTimeField(_("over since"), null=True, blank=True)
    forget_at = models.DateTimeField(_("words are forgotten"))
    forgotten_at = models.DateTimeField(_("words were forgotten"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        # Nobody writes, changes or deletes a letter by hand.
        default_permissions = ("view",)
        permissions = [("resend_letter", _("Can send a letter again"))]
        indexes = [
            models.Index(
                fields=["retry_at"],
                condition=Q(state__in=["waiting", "sending"]),
                name="letters_under_way",
            ),
            models.Index(
                fields=["forget_at"],
                condition=Q(forgotten_at=None),
                name="letters_to_forget",
            ),
            models.Index(fields=["created_at"], name="letters_by_time"),
            # As PostgreSQL looks an address up without regard to its case.
            models.Index(Upper("address"), name="letters_by_address"),
        ]

    def __str__(self) -> str:
        # Stands in logs and titles, so it names nobody.
        return f"{label_of(self.kind)} ({self.pk})"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.SENDING)

    @property
    def is_secret(self) -> bool:
        """Whether its words are shown to nobody."""
        return is_secret(self.kind)

    @property
    def is_forgotten(self) -> bool:
        """Whether its words are gone."""
        return not self.text


# What an emptied letter has in place of its words.
NO_WORDS: dict[str, Any] = {
    "subject": "",
    "html": "",
    "text": "",
    "attachment": None,
    "leave_url": "",
}
