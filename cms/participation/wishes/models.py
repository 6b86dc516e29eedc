"""The tables of wishes: what was wished for, who votes for it, which days answer it."""

import secrets
from textwrap import wrap
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.members.models import Member
from cms.organisations.names import folded

# 96 random bits: an address that tells neither how many wishes there are nor where a hidden one is.
BYTES = 12
LONGEST_TITLE, LONGEST_TEXT, LONGEST_ANSWER = 120, 1_500, 600
LINE = 80


def make_code() -> str:
    return secrets.token_urlsafe(BYTES)


class WishQuerySet(models.QuerySet["Wish"]):
    def standing(self) -> "WishQuerySet":
        """All but those that were merged into another."""
        return self.filter(merged_into=None)

    def open_to_members(self) -> "WishQuerySet":
        return self.standing().filter(is_confidential=False)

    def public(self) -> "WishQuerySet":
        """What everybody may read."""
        return self.open_to_members().filter(let_through_at__isnull=False)

    def weighed(self) -> Any:
        """With `is_cited`, whether a published day that takes place answers it; `stands`, its state with
        that in mind; and `votes_for`. Any, because the type checker knows no annotation beyond a function.
        """
        cited = Citation.objects.filter(
            wish=OuterRef("pk"), invitation__live=True, invitation__cancelled_at=None
        )
        votes = Vote.objects.filter(wish=OuterRef("pk")).order_by().values("wish")
        counted = votes.annotate(number=Count("pk")).values("number")
        return self.annotate(
            is_cited=Exists(cited),
            stands=Case(
                models.When(Exists(cited), then=Value(Wish.State.ANSWERED)),
                default=F("state"),
                output_field=models.CharField(),
            ),
            votes_for=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        )


class Wish(models.Model):
    """What one member wants the network to take up."""

    is_public_content = True

    class Kind(models.TextChoices):
        AREA = "area", _("A professional area")
        WAY = "way", _("A way of working")
        CASE = "case", _("A case: my challenge")

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("a wish", "New")
        TAKEN_UP = "taken_up", pgettext_lazy("a wish", "Taken up")
        ANSWERED = "answered", pgettext_lazy("a wish", "Answered")
        DECLINED = "declined", pgettext_lazy("a wish", "Not taken up")

    code = models.CharField(max_length=22, unique=True, default=make_code, editable=False)
    # Nobody, when the author has left or let go of a wish that others want too.
    author = models.ForeignKey(
        Member,
        verbose_name=_("member"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="wishes",
    )
    # Names the form that was pressed, so that a second press is no second wish.
    press = models.CharField(max_length=43, editable=False)
    kind = models.CharField(
        _("kind"), max_length=8, choices=Kind.choices, help_text=_("What the wish is about.")
    )
    title = models.CharField(
        _("the wish in one line"),
        max_length=LONGEST_TITLE,
        help_text=_("What should the network take up?"),
    )
    text = models.TextField(
        _("why, and what would help"),
        max_length=LONGEST_TEXT,
        help_text=_("So that others can see whether they want the same."),
    )
    # Title and text as a search compares them.
    key = models.TextField(editable=False)
    topic = models.ForeignKey(
        "cms.TopicPage",
        verbose_name=_("area"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The professional area that it belongs to, if it belongs to one."),
    )
    goals = models.ManyToManyField(
        "cms.GoalPage",
        verbose_name=_("goals"),
        blank=True,
        related_name="+",
        help_text=_("The goals that it would move."),
    )
    is_confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_("Seen by the network's editors only."),
    )
    season = models.ForeignKey(
        "cms.Season",
        verbose_name=_("season"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="wishes",
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State.choices,
        default=State.NEW,
        help_text=_("A published day that answers the wish makes it answered by itself."),
    )
    answer = models.TextField(
        _("what we did, or why not"),
        max_length=LONGEST_ANSWER,
        blank=True,
        help_text=_("Stands beside the wish, for everybody who may read it."),
    )
    story = models.ForeignKey(
        "cms.StoryPage",
        verbose_name=_("story"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A story that answers the wish."),
    )
    let_through_at = models.DateTimeField(_("public since"), null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="merged", editable=False
    )
    written_at = models.DateTimeField(_("written"))

    objects = WishQuerySet.as_manager()

    # Who wished for an area is nobody's business who asks where a page is used.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-written_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("moderate_wish", "Can let wishes through, answer and merge them")]
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        constraints = [
            models.UniqueConstraint(fields=["author", "press"], name="one_wish_a_form"),
            models.CheckConstraint(
                condition=Q(is_confidential=False) | Q(let_through_at=None),
                name="confidential_wish_never_public",
            ),
            models.CheckConstraint(
                condition=Q(is_confidential=False) | Q(kind="case"),
                name="only_cases_are_confidential",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="a_no_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["-written_at", "-id"], name="wishes_newest")]

    def __str__(self) -> str:
        return self.title

    def take_key(self) -> None:
        # A name's key is short, so the text is folded a line at a time.
        lines = wrap(f"{self.title} {self.text}", LINE)
        self.key = " ".join(filter(None, map(folded, lines)))

    @property
    def is_public(self) -> bool:
        return self.let_through_at is not None and self.merged_into_id is None

    @property
    def is_decided(self) -> bool:
        """Whether it takes no more votes. Of a wish that is weighed."""
        return self.stands in (self.State.ANSWERED, self.State.DECLINED)  # type: ignore[attr-defined]

    @property
    def stands_in_words(self) -> str:
        """Its state in words. Of a wish that is weighed."""
        return str(self.State(self.stands).label)  # type: ignore[attr-defined]

    @property
    def goal_numbers(self) -> list[int]:
        return sorted(goal.number for goal in self.goals.all())


class Vote(models.Model):
    """That a member wants what a wish says. One each; counted, and never shown."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="wish_votes", db_index=False
    )
    at = models.DateTimeField(_("given"))

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("vote for a wish")
        verbose_name_plural = _("votes for wishes")
        constraints = [
            models.UniqueConstraint(fields=["member", "wish"], name="one_vote_a_wish"),
        ]

    def __str__(self) -> str:
        return f"{self.wish_id}: {self.at:%Y-%m-%d}"


class Citation(models.Model):
    """That a network day answers a wish. It counts while the day is published."""

    is_public_content = True

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="citations")
    invitation = models.ForeignKey(
        "cms.InvitationPage",
        verbose_name=_("network day"),
        on_delete=models.CASCADE,
        related_name="citations",
        db_index=False,
    )

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("wish answered by a day")
        verbose_name_plural = _("wishes answered by days")
        constraints = [
            models.UniqueConstraint(fields=["invitation", "wish"], name="one_citation_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.wish_id}"
