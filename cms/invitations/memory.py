"""The tables of what people were told of a day, and of what an editor decided to tell them since."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.members.models import User


class Facts(models.Model):
    """What a day's page said at one time. Each registration points at what its person was last told."""

    invitation = models.ForeignKey(
        "cms.InvitationPage", on_delete=models.CASCADE, related_name="facts"
    )
    digest = models.CharField(max_length=64)
    said = models.JSONField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "digest"], name="the_same_facts_of_a_day_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.digest[:8]}"


class ChangeQuerySet(models.QuerySet["Change"]):
    def under_way(self) -> "ChangeQuerySet":
        return self.filter(verdict=Change.Verdict.TELL, done_at=None)


class Change(models.Model):
    """An editor's decision on a change: those who were told so are told so, or nobody needs to know.

    `steps` holds pairs: the id of the `Facts` that people were told, and the digest of what they are told
    now.
    """

    class Verdict(models.TextChoices):
        TELL = "tell", _("those concerned are told")
        SILENT = "silent", _("nobody needs to know")

    invitation = models.ForeignKey(
        "cms.InvitationPage", on_delete=models.CASCADE, related_name="changes"
    )
    verdict = models.CharField(_("decision"), max_length=6, choices=Verdict.choices)
    steps = models.JSONField(default=list)
    note = models.CharField(_("one more line"), max_length=180, blank=True)
    by = models.ForeignKey(
        User,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("when"))
    told = models.PositiveIntegerField(_("letters"), default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["invitation"],
                condition=models.Q(verdict="tell", done_at=None),
                name="changes_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.at:%Y-%m-%d}"


class Reminder(models.Model):
    """That a rule has been followed for a registration, whether or not somebody could be written to."""

    registration = models.ForeignKey(
        "cms.Registration", on_delete=models.CASCADE, related_name="reminders"
    )
    rule = models.CharField(max_length=20)
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["registration", "rule"], name="one_reminder_a_rule")
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.at:%Y-%m-%d}"


class Nudge(models.Model):
    """How far the letter »the deadline is near« of a day has come. Names nobody: `after` is a cursor."""

    invitation = models.OneToOneField(
        "cms.InvitationPage", on_delete=models.CASCADE, related_name="nudge"
    )
    after = models.PositiveBigIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.letters}"


class CalendarLink(models.Model):
    """The code in the secret address of a member's own calendar; see `feeds`."""

    member = models.OneToOneField(
        "cms.Member", on_delete=models.CASCADE, related_name="calendar_link"
    )
    code = models.CharField(max_length=22, unique=True)
    made_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"calendar of {self.member_id}"
