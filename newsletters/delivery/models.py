"""The ledger: a mailing, its batches and their attempts, and one delivery for each recipient.

Delivery and batch ids are made by us, not by the database: the mailing's number in the upper half,
the place inside the mailing in the lower. So a mailing, and each batch of it, is one range of the
primary key: a million rows are written in order, and no other index is needed to find them.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from newsletters.editions.vocabulary import Filled

# A mailing holds at most 2^32 recipients, and a database 2^31 mailings.
PLACE_BITS = 32


def key_of(mailing_id: int, place: int) -> int:
    """The id of the row at this place (from 1) of a mailing."""
    return (mailing_id << PLACE_BITS) | place


class Words(models.Model):
    """What a letter says, frozen, in one language."""

    subject = models.CharField(_("subject"), max_length=150)
    html = models.TextField()
    text = models.TextField()
    # The personal words in them: [name, code, fallback] each (`editions.vocabulary.Filled`).
    words = models.JSONField(default=list, editable=False)
    sender = models.CharField(_("sender"), max_length=330)
    reply_to = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=10)

    class Meta:
        abstract = True

    @property
    def table(self) -> tuple[Filled, ...]:
        """The personal words of the letter."""
        return tuple(Filled(*word) for word in self.words)


class Mailing(Words):
    """One frozen sending of one newsletter to one frozen audience.

    Its own words are those of the site's language; other languages are its translations.
    """

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Waits for its time")
        PLANNING = "planning", _("Being prepared")
        SENDING = "sending", _("Being sent")
        PAUSED = "paused", _("Stopped")
        DONE = "done", _("Sent")
        DONE_WITH_HELD = "done_with_held", _("Sent, some unknown")
        CANCELLED = "cancelled", _("Cancelled")

    class Pause(models.TextChoices):
        """Why a mailing stands still."""

        PERSON = "person", _("Stopped by hand")
        PROVIDER = "provider", _("The provider turned us away")
        UNKNOWNS = "unknowns", _("The provider's answers could not be trusted")
        EXPIRED = "expired", _("The time for sending it was over")
        COPIED = "copied", _("The database was restored or copied")
        UNPUBLISHED = "unpublished", _("The newsletter was unpublished meanwhile")

    page = models.ForeignKey(
        "newsletters.NewsletterPage",
        verbose_name=_("newsletter"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="mailings",
    )
    page_key = models.BigIntegerField(editable=False)
    # The same for all languages of a newsletter (Wagtail's `translation_key`): nobody gets it in two.
    letter_key = models.UUIDField(editable=False, default=uuid.uuid4)
    series = models.ForeignKey(
        "cms.Series",
        verbose_name=_("series"),
        on_delete=models.PROTECT,
        related_name="mailings",
    )
    revision_key = models.BigIntegerField(editable=False)
    audience = models.JSONField(_("audience"))
    audience_key = models.CharField(max_length=64, editable=False)
    audience_sentence = models.CharField(_("recipients"), max_length=1000)
    # 1 is the first sending; each »send to the missing ones« is the next part of it.
    part = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.PLANNING, db_index=True
    )
    pause = models.CharField(_("stopped because"), max_length=12, choices=Pause.choices, blank=True)
    fault = models.CharField(_("fault"), max_length=500, blank=True)
    # Of all languages together.
    content_hash = models.CharField(_("content hash"), max_length=64)
    provider = models.CharField(_("provider"), max_length=20)
    candidates = models.PositiveIntegerField(_("in the audience"), default=0)
    excluded = models.PositiveIntegerField(_("have it already"), default=0)
    suppressed = models.PositiveIntegerField(_("unreachable"), default=0)
    frozen = models.PositiveIntegerField(_("recipients"), default=0)
    unknowns = models.PositiveSmallIntegerField(default=0)
    # Nothing leaves before it; until then it can be stopped as if it had never been pressed.
    send_at = models.DateTimeField(_("goes out"), null=True)
    not_after = models.DateTimeField(_("not after"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("pressed"))
    planned_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        permissions = [("send_newsletter", _("Can send newsletters to members"))]
        constraints = [
            # Pressing *Send* twice, in two tabs, or by two editors is one mailing. One that was stopped
            # before it began is none.
            models.UniqueConstraint(
                fields=["letter_key", "audience_key", "part"],
                condition=~models.Q(state="cancelled", planned_at=None),
                name="one_mailing_a_part",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def list_key(self) -> str:
        return self.series.key

    @cached_property
    def tables(self) -> dict[str, tuple[Filled, ...]]:
        """{language of a batch: the personal words of its letter}"""
        others = {each.language: each.table for each in self.translations.all()}
        return {"": self.table, **others}

    @property
    def is_scheduled(self) -> bool:
        return self.state == self.State.SCHEDULED

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.PLANNING, self.State.SENDING)

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.DONE_WITH_HELD, self.State.CANCELLED)


class Translation(Words):
    """The same mailing for readers of another language."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="translations")

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "language"], name="one_translation_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def list_key(self) -> str:
        return self.mailing.list_key


class Act(models.Model):
    """What somebody, or the machine, did with a mailing. Only ever added to."""

    class Kind(models.TextChoices):
        APPROVED = "approved", _("Approved by a second person")
        PRESSED = "pressed", _("Pressed »Send«")
        PAUSED = "paused", _("Stopped")
        RESUMED = "resumed", _("Went on")
        CANCELLED = "cancelled", _("Cancelled")
        STOPPED = "stopped", _("Stopped before it began")
        SENT_AGAIN = "sent_again", _("Sent the unknown ones again")
        ARMED = "armed", _("Said that this database may send")
        FINISHED = "finished", _("Finished")

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.kind}"


class Batch(models.Model):
    """Recipients that are handed over together: the reach of one unknown outcome.

    Its deliveries are those whose id lies from `first` to `last`.
    """

    class State(models.TextChoices):
        READY = "ready", _("Ready")
        SUBMITTING = "submitting", _("Being handed over")
        UNKNOWN = "unknown", _("Being looked into")
        DONE = "done", _("Handed over")
        HELD = "held", _("Unknown")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.BigIntegerField(primary_key=True, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    # Of its readers; empty: the mailing's own.
    language = models.CharField(max_length=10, blank=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    # The provider's idempotency key, and the tag by which it is looked up.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.READY)
    # Whose lock says whether somebody is alive on it (`liveness`).
    worker = models.BigIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # In a row, without a letter taken in between.
    refusals = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    submitting_at = models.DateTimeField(null=True)
    # From when nobody can be handing it over any more.
    quiet_from = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)
    payload_hash = models.CharField(max_length=64, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["mailing", "state", "number"], name="batch_to_do"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.number}"


class Attempt(models.Model):
    """One call to a provider, or one that a dead worker may have made. Only ever added to."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    recipients = models.PositiveIntegerField()
    worker = models.BigIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=14, blank=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="attempt_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def of(self, mailing: Mailing | int) -> "DeliveryQuerySet":
        """Those of one mailing, by the range of their ids."""
        number = mailing if isinstance(mailing, int) else mailing.pk
        return self.filter(pk__gt=key_of(number, 0), pk__lt=key_of(number + 1, 0))

    def in_batch(self, batch: Batch) -> "DeliveryQuerySet":
        return self.filter(pk__gte=batch.first, pk__lte=batch.last)


class Delivery(models.Model):
    """One mailing to one member: the ledger's row.

    `state` is a rank that only rises, so provider events may come in any order and more than once;
    what is 10 or above has ended without a letter. Only a named person who sends held letters again
    takes one back to WAITING. A member's erasure empties `member` and `address`; the row stays.
    """

    class State(models.IntegerChoices):
        WAITING = 0, _("Waiting")
        HELD = 1, _("Unknown")
        ACCEPTED = 2, _("Accepted by the provider")
        DEFERRED = 3, _("Delayed by the receiver")
        DELIVERED = 4, _("Delivered")
        BOUNCED = 5, _("Bounced")
        COMPLAINED = 6, _("Reported as spam")
        SKIPPED = 10, _("Left out")
        REJECTED = 11, _("Refused by the provider")
        CANCELLED = 12, _("Cancelled")

    class Reason(models.TextChoices):
        """Why a letter was left out. Other states carry the provider's words instead."""

        UNSUBSCRIBED = "unsubscribed", _("unsubscribed meanwhile")
        SUPPRESSED = "suppressed", _("the address does not take our mail")
        ERASED = "erased", _("erased meanwhile")

    id = models.BigIntegerField(primary_key=True, editable=False)
    # Neither has a constraint in the database: checking two per row doubles the time of freezing, Django
    # itself takes the rows along, and a row that names nobody is what an erased member leaves anyway.
    mailing = models.ForeignKey(
        Mailing,
        on_delete=models.CASCADE,
        related_name="deliveries",
        db_constraint=False,
        db_index=False,
    )
    member = models.ForeignKey(
        "cms.Member",
        null=True,
        on_delete=models.SET_NULL,
        related_name="deliveries",
        db_constraint=False,
        db_index=False,
    )
    address = models.CharField(_("address"), max_length=254, blank=True)
    state = models.PositiveSmallIntegerField(
        _("state"), choices=State.choices, default=State.WAITING
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            # One letter of a mailing to a member; and the way to all letters of a member.
            models.UniqueConstraint(fields=["member", "mailing"], name="one_delivery_a_member")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def reason_in_words(self) -> str:
        """Why it was left out, in the active language; or what the provider said."""
        return str(dict(self.Reason.choices).get(self.reason, self.reason))


class Pace(models.Model):
    """How fast a provider may be handed letters: a bucket of tokens, and until when it wants rest."""

    provider = models.CharField(max_length=20, primary_key=True)
    tokens = models.FloatField(default=0)
    refilled_at = models.DateTimeField()
    rests_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.provider


class Fuse(models.Model):
    """A place that this database may send from (`fuse`), and how many claims have been made in all."""

    place = models.CharField(max_length=64, primary_key=True)
    armed_at = models.DateTimeField()
    claims = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.place
