"""The tables of a season's decision: its steps and options, what members propose, vote and answer."""

import datetime as dt
import secrets

from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from cms.members.models import Member

LONGEST_PROPOSAL = 1_000
# Outside of these, a year is a slip of the hand; and near 1 and 9999 times cannot be turned into UTC.
YEARS = range(2000, 2101)
DATES = (
    "consultation_opens_at",
    "consultation_closes_at",
    "vote_opens_at",
    "vote_closes_at",
    "asks_at",
)


def make_code() -> str:
    return secrets.token_urlsafe(12)


class Step(models.TextChoices):
    """Where a decision stands."""

    BEFORE = "before", _("Not begun")
    CONSULTATION = "consultation", _("Members propose")
    OPTIONS = "options", _("The options are being written")
    VOTE = "vote", _("Members vote")
    CLOSED = "closed", _("The vote is over")
    PUBLISHED = "published", _("Decided")


class Decision(ClusterableModel):
    """What is decided at the end of one season."""

    season = models.OneToOneField(
        "cms.Season",
        verbose_name=_("season"),
        on_delete=models.PROTECT,
        related_name="decision",
        help_text=_("The season that ends. Each has one decision."),
    )
    question = models.CharField(
        _("question"),
        max_length=160,
        help_text=_("What the members decide: »What comes after the spring?«."),
    )
    introduction = models.TextField(
        _("introduction"),
        max_length=1_500,
        blank=True,
        help_text=_("What members should know before they propose and vote."),
    )
    consultation_opens_at = models.DateTimeField(
        _("proposals open"), help_text=_("From now on members say what should come next.")
    )
    consultation_closes_at = models.DateTimeField(
        _("proposals close"), help_text=_("After this you write the options.")
    )
    vote_opens_at = models.DateTimeField(
        _("vote opens"),
        help_text=_("At least two options must stand by then; after it they are fixed."),
    )
    vote_closes_at = models.DateTimeField(
        _("vote closes"), help_text=_("Then the votes are counted, and who gave them is deleted.")
    )
    asks_at = models.DateTimeField(
        _("members are asked to renew"),
        db_index=True,
        help_text=_("From now on each member gets one letter: renew, rest or say goodbye."),
    )
    outcome = models.TextField(
        _("the decision"),
        max_length=3_000,
        blank=True,
        editable=False,
        validators=[MinLengthValidator(1)],
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    counted_at = models.DateTimeField(_("counted"), null=True, editable=False)
    # As they were when the vote was counted.
    voted = models.PositiveIntegerField(_("voted"), null=True, editable=False)
    could_vote = models.PositiveIntegerField(_("could vote"), null=True, editable=False)
    # How far the letters have come: the id of the last member who was asked, and told.
    asked_up_to = models.PositiveBigIntegerField(default=0, editable=False)
    told_up_to = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-vote_closes_at"]
        default_permissions = ("add", "change", "view")
        verbose_name = _("season's decision")
        verbose_name_plural = _("seasons' decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(consultation_opens_at__lt=models.F("consultation_closes_at"))
                & Q(consultation_closes_at__lte=models.F("vote_opens_at"))
                & Q(vote_opens_at__lt=models.F("vote_closes_at")),
                name="decision_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def step(self, now: dt.datetime) -> Step:
        """Where it stands. That follows from its dates, and is kept nowhere."""
        if self.published_at:
            return Step.PUBLISHED
        begins = (
            (self.vote_closes_at, Step.CLOSED),
            (self.vote_opens_at, Step.VOTE),
            (self.consultation_closes_at, Step.OPTIONS),
            (self.consultation_opens_at, Step.CONSULTATION),
        )
        return next((step for moment, step in begins if moment <= now), Step.BEFORE)

    @property
    def asks_until(self) -> dt.datetime:
        """The end of the season's last day."""
        following = self.season.ends_on + dt.timedelta(days=1)
        return timezone.make_aware(dt.datetime.combine(following, dt.time()))

    def asks(self, now: dt.datetime) -> bool:
        """Whether members can answer that they renew, rest or leave."""
        return self.asks_at <= now < self.asks_until

    def clean(self) -> None:
        moments = {name: getattr(self, name) for name in DATES if getattr(self, name)}
        faults = {
            name: _("Check the year.")
            for name, moment in moments.items()
            if moment.year not in YEARS
        }
        if not faults and len(moments) == len(DATES):
            faults = self.out_of_order()
        if faults:
            raise ValidationError(faults)

    def out_of_order(self) -> dict:
        faults = {}
        if self.consultation_closes_at <= self.consultation_opens_at:
            faults["consultation_closes_at"] = _("Proposals close before they open.")
        if self.vote_opens_at < self.consultation_closes_at:
            faults["vote_opens_at"] = _("The vote opens before the proposals close.")
        if self.vote_closes_at <= self.vote_opens_at:
            faults["vote_closes_at"] = _("The vote closes before it opens.")
        if self.season_id and self.asks_at >= self.asks_until:
            faults["asks_at"] = _("Ask before the season is over.")
        return faults


class Option(Orderable):
    """One thing that members can vote for."""

    decision = ParentalKey(Decision, on_delete=models.CASCADE, related_name="options")
    title = models.CharField(
        _("option"), max_length=120, help_text=_("In a few words: »We go on for a year«.")
    )
    text = models.TextField(
        _("what it means"),
        max_length=1_000,
        blank=True,
        help_text=_("What happens if most vote for it."),
    )
    # Counted when the vote is over.
    votes = models.PositiveIntegerField(_("votes"), null=True, editable=False)

    class Meta(Orderable.Meta):
        default_permissions = ()
        verbose_name = _("option")
        verbose_name_plural = _("options")

    def __str__(self) -> str:
        return self.title


class Proposal(models.Model):
    """What one member says should come next. Members see it with the name, nobody else does."""

    code = models.CharField(max_length=22, unique=True, default=make_code, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="proposals")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="proposals")
    # Names the form that was pressed, so that a second press is no second proposal.
    press = models.CharField(max_length=43, editable=False)
    text = models.TextField(_("proposal"), max_length=LONGEST_PROPOSAL)
    at = models.DateTimeField(_("written"))

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        verbose_name = _("proposal for the decision")
        verbose_name_plural = _("proposals for the decision")
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "member", "press"], name="one_proposal_a_form"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Ballot(models.Model):
    """What one member votes for, while the vote is open. It is counted and deleted when it is over."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="ballots")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="ballots")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="ballots")
    at = models.DateTimeField(_("given"))

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("vote of a season's decision")
        verbose_name_plural = _("votes of a season's decision")
        constraints = [
            models.UniqueConstraint(fields=["decision", "member"], name="one_ballot_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.at:%Y-%m-%d}"


class Renewal(models.Model):
    """That a member was asked whether they go on, and what they answered."""

    class Choice(models.TextChoices):
        RENEW = "renew", _("I go on")
        REST = "rest", _("I rest for a season")
        LEAVE = "leave", _("I say goodbye")

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="renewals")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="renewals")
    asked_at = models.DateTimeField(_("asked"), null=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True)
    choice = models.CharField(_("answer"), max_length=6, choices=Choice.choices, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("answer about the next season")
        verbose_name_plural = _("answers about the next season")
        constraints = [
            models.UniqueConstraint(fields=["decision", "member"], name="one_answer_a_member"),
            models.CheckConstraint(
                condition=Q(choice="", answered_at=None)
                | (~Q(choice="") & Q(answered_at__isnull=False)),
                name="answer_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(choice="", reminded_at=None),
                name="renewals_to_remind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.choice or '-'}"
