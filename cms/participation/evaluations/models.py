"""The tables of an evaluation: the day's questions, who was asked, and the sheets that are nobody's."""

import datetime as dt
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# From so many answers up a result is shown: k-anonymity with k = 5 (L. Sweeney, 2002), the number that
# `cms.invitations.queries.FEWEST_SHOWN` goes by too.
ENOUGH = 5
DAYS_OPEN, FEWEST_DAYS, MOST_DAYS = 14, 2, 30


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def under_way(self, now: dt.datetime) -> "EvaluationQuerySet":
        """Those that take answers."""
        return self.filter(opened_at__lte=now, closes_at__gt=now, result__isnull=True)

    def over(self, now: dt.datetime) -> "EvaluationQuerySet":
        """Those whose time is up, and whose sheets are still there."""
        return self.filter(closes_at__lte=now, result__isnull=True)


class Evaluation(models.Model):
    """The evaluation of one day: what an editor decides for it, its frozen questions, and its result.

    `own_questions` and `questions` are lists of what `questions.Question` says; `result` is what `sealing`
    makes of the sheets, and nothing before it has closed.
    """

    invitation = models.OneToOneField(
        "cms.InvitationPage", on_delete=models.CASCADE, related_name="evaluation"
    )
    is_on = models.BooleanField(
        _("ask those who came"),
        default=True,
        help_text=_("Without it, this day is not evaluated and nobody is written to."),
    )
    days_open = models.PositiveSmallIntegerField(
        _("days that it is open"),
        default=DAYS_OPEN,
        validators=[MinValueValidator(FEWEST_DAYS), MaxValueValidator(MOST_DAYS)],
        help_text=_("From the end of the day. From 2 to 30; two weeks are usual."),
    )
    reminds = models.BooleanField(
        _("remind those who have not answered"),
        default=True,
        help_text=_("One letter, five days after it has opened. Nobody sees who gets it."),
    )
    own_questions = models.JSONField(default=list, editable=False)
    # As they were when it opened: what happens to the programme later scrambles no answers.
    questions = models.JSONField(default=list, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    closes_at = models.DateTimeField(_("closes"), null=True, editable=False, db_index=True)
    result = models.JSONField(null=True, editable=False)

    objects = EvaluationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, closes_at=None)
                | Q(opened_at__isnull=False, closes_at__isnull=False),
                name="what_opens_also_closes",
            ),
            models.CheckConstraint(
                condition=Q(result__isnull=True) | Q(opened_at__isnull=False),
                name="a_result_comes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"evaluation {self.pk}"

    @property
    def about(self) -> str:
        """What its letters are about."""
        return f"evaluation:{self.pk}"

    @property
    def has_opened(self) -> bool:
        return self.opened_at is not None

    @property
    def is_sealed(self) -> bool:
        """Whether it has closed, and the sheets are dissolved into its result."""
        return self.result is not None

    def is_open(self, now: dt.datetime) -> bool:
        """Whether it takes answers."""
        return self.closes_at is not None and now < self.closes_at and not self.is_sealed


class RespondentQuerySet(models.QuerySet["Respondent"]):
    def of(self, evaluation: Evaluation) -> "RespondentQuerySet":
        return self.filter(registration__invitation=evaluation.invitation_id)


class Respondent(models.Model):
    """That somebody who came was asked, and whether they have answered; never when, and never what.

    Made for all in one go. There is no column here that a sheet has too.
    """

    registration = models.OneToOneField(
        "cms.Registration", on_delete=models.CASCADE, related_name="respondent"
    )
    has_answered = models.BooleanField(default=False)

    objects = RespondentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"respondent {self.pk}"


class AnswerSheetQuerySet(models.QuerySet["AnswerSheet"]):
    def blank(self) -> "AnswerSheetQuerySet":
        """Those that nobody has taken."""
        return self.filter(secret_hash="")


class AnswerSheet(models.Model):
    """What one person answers, and nobody knows which: no person, no moment, no address, no order.

    Sheets lie ready before anybody begins, and a random one is taken. `secret_hash` is what is kept of the
    secret in that person's browser; empty where nobody has taken it. `answers`: {question's key: value}.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="sheets")
    secret_hash = models.CharField(max_length=64, blank=True, editable=False)
    answers = models.JSONField(default=dict, editable=False)

    objects = AnswerSheetQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["secret_hash"], condition=~Q(secret_hash=""), name="one_sheet_a_secret"
            )
        ]

    def __str__(self) -> str:
        return "answer sheet"
