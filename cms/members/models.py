"""The tables of accounts, members and consents."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.content.levels import Level
from cms.mail.addresses import canonical, fingerprint
from cms.mail.message import hides_something
from cms.series.models import MOST_WORDS, Series, Wording

from . import work
from .sign_ups import SignUp as SignUp
from .sign_ups import Tally as Tally


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=canonical(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        try:
            return self.get(email=canonical(username or ""))
        except ValidationError as error:
            raise self.model.DoesNotExist from error


class User(AbstractUser):
    """An account. The e-mail address, in its canonical form, is the name to sign in with."""

    username = None  # type: ignore[assignment]  # taken away from Django's own user
    email = models.EmailField(_("e-mail"), unique=True, help_text=_("The name to sign in with."))

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()  # type: ignore[misc, assignment]  # Django's own is keyed on username

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        super().clean()
        try:
            self.email = canonical(self.email)
        except ValidationError as error:
            raise ValidationError({"email": error.messages}) from error


class MemberQuerySet(models.QuerySet["Member"]):
    def consenting(self, series: Series | None = None) -> "MemberQuerySet":
        """Those who have said yes to this series, or to any, and have not taken it back."""
        return self.filter(Exists(open_consents(series)))

    def silent(self) -> "MemberQuerySet":
        """Those who say yes to nothing."""
        return self.exclude(Exists(open_consents()))

    def staying(self) -> "MemberQuerySet":
        """All but those who have said goodbye and are erased soon."""
        return self.filter(left_at=None)

    def awake(self, today: dt.date) -> "MemberQuerySet":
        """All but those who rest, and want no newsletter for now."""
        return self.filter(Q(resting_until=None) | Q(resting_until__lt=today))

    def reachable(self) -> "MemberQuerySet":
        """Those whose address takes our mail, as far as we know."""
        return self.exclude(Exists(standing_suppressions()))

    def unreachable(self) -> "MemberQuerySet":
        """Those to whose address mail is stopped."""
        return self.filter(Exists(standing_suppressions()))


class Member(index.Indexed, models.Model):
    """A person in the network."""

    Unit, Role, Language = work.Unit, work.Role, work.Language

    first_name = models.CharField(
        _("first name"), max_length=60, help_text=_("Letters begin with it.")
    )
    last_name = models.CharField(
        _("last name"), max_length=80, blank=True, help_text=_("Optional.")
    )
    email = models.EmailField(
        _("e-mail"), max_length=254, help_text=_("The work address, where letters go.")
    )
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    # The same as a keyed hash: how the database compares a member with a suppression.
    fingerprint = models.CharField(max_length=32, editable=False, db_index=True)
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="members",
        help_text=_("The municipality, region or other body the member works for."),
    )
    unit = models.CharField(
        _("kind of unit"),
        max_length=20,
        choices=work.Unit.choices,
        blank=True,
        help_text=_("What sort of unit the member works in."),
    )
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=work.Role.choices,
        blank=True,
        help_text=_("The role closest to the member's own."),
    )
    topics = models.ManyToManyField(
        "cms.TopicPage",
        verbose_name=_("areas of interest"),
        blank=True,
        related_name="members",
        help_text=_("Newsletters can be addressed by area."),
    )
    goals = models.ManyToManyField(
        "cms.GoalPage",
        verbose_name=_("goals of interest"),
        blank=True,
        related_name="members",
        help_text=_("The goals that the member works with or wants to."),
    )
    level = models.CharField(
        _("level of interest"),
        max_length=12,
        choices=Level.choices,
        blank=True,
        help_text=_("The level the member works at. Newsletters can be addressed by it."),
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=work.Language.choices,
        default=work.Language.DANISH,
        help_text=_("The language of letters to the member."),
    )
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    # The last day on which the member signed in or chose something. What they read is nobody's business.
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now, editable=False)
    # Since when a letter asks whether they are still here, and when it was sent a second time.
    asked_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    # Said goodbye: a guest of the site who may come back, until they are erased.
    left_at = models.DateTimeField(_("said goodbye"), null=True, editable=False)

    # Gets no newsletter up to and on this day, and stays a member (`resting`).
    resting_until = models.DateField(_("rests until"), null=True, editable=False)

    objects = MemberQuerySet.as_manager()

    search_fields = [
        index.SearchField("first_name"),
        index.SearchField("last_name"),
        index.SearchField("email"),
    ]

    class Meta:
        ordering = ["first_name", "last_name", "pk"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        indexes = [
            # The register lists members so.
            models.Index(fields=["first_name", "last_name", "id"], name="members_by_name"),
            models.Index(
                fields=["seen_at"],
                condition=Q(left_at=None, asked_at=None),
                name="members_to_ask",
            ),
            models.Index(
                fields=["asked_at"], condition=Q(asked_at__isnull=False), name="members_asked"
            ),
            models.Index(
                fields=["left_at"], condition=Q(left_at__isnull=False), name="members_who_left"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def open_consent(self, series: Series) -> "Consent | None":
        """The consent to this series that holds now, or None."""
        return self.consents.filter(series=series, withdrawn_at=None).first()

    def clean(self) -> None:
        for name in ("first_name", "last_name"):
            if hides_something(getattr(self, name)):
                raise ValidationError({name: _("The name holds characters that cannot be seen.")})
        try:
            self.email_key = canonical(self.email)
        except ValidationError as error:
            raise ValidationError({"email": error.messages}) from error
        taken = Member.objects.filter(email_key=self.email_key).exclude(pk=self.pk)
        if taken.exists():
            raise ValidationError({"email": _("Another member has this address already.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The key follows the address wherever a member is saved; bulk writers call `canonical` themselves.
        self.email = self.email.strip()
        self.email_key = canonical(self.email)
        self.fingerprint = fingerprint(self.email_key)
        super().save(*args, **kwargs)


class Consent(models.Model):
    """One yes to a series: what was agreed to, when, and when it was taken back.

    `wording` is what the site itself asked; where somebody wrote the yes down for the member, `words` says
    what was said, and how.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="consents")
    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        on_delete=models.PROTECT,
        related_name="consents",
        # There are a handful, each in many rows: an index would help nobody.
        db_index=False,
    )
    wording = models.ForeignKey(
        Wording,
        verbose_name=_("wording"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consents",
        db_index=False,
    )
    words = models.TextField(
        _("what was said"),
        max_length=MOST_WORDS,
        blank=True,
        help_text=_("Word for word what the member said yes to, and how: »by telephone, 3 May«."),
    )
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [
            models.Index(
                fields=["withdrawn_at"],
                condition=Q(withdrawn_at__isnull=False),
                name="consents_to_forget",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "series"],
                condition=Q(withdrawn_at=None),
                name="one_open_consent_a_series",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
            models.CheckConstraint(
                condition=Q(wording__isnull=False) | ~Q(words=""), name="consent_says_to_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.given_at:%Y-%m-%d}"

    @property
    def said(self) -> str:
        """What was said yes to, word for word, and how."""
        asked = self.wording.words if self.wording else ""
        return "\n".join(part for part in (asked, self.words) if part)


def open_consents(series: Series | None = None) -> models.QuerySet[Consent]:
    """The consents of the member of an outer query that hold now: to this series, or to any."""
    found = Consent.objects.filter(member=OuterRef("pk"), withdrawn_at=None)
    return found.filter(series=series) if series else found


class Suppression(models.Model):
    """An address that gets no newsletter, known by its keyed hash: it outlives the member.

    It stands until a person lifts it with a reason, or, where it was for letters that came back again and
    again, until one arrives. Then it stays as history.
    """

    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("the address does not exist")
        SOFT_BOUNCES = "soft_bounces", _("letters came back again and again")
        COMPLAINED = "complained", _("a letter was reported as spam")
        BY_HAND = "by_hand", _("set by an editor")
        ERASED = "erased", _("the member was erased")

    fingerprint = models.CharField(max_length=32, editable=False)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    words = models.CharField(
        _("details"), max_length=300, blank=True, help_text=_("What the receiver said.")
    )
    at = models.DateTimeField(_("since"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        User,
        verbose_name=_("lifted by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lifted_because = models.CharField(
        _("lifted because"),
        max_length=300,
        blank=True,
        help_text=_("How you know that mail arrives again."),
    )

    class Meta:
        ordering = ["-at"]
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(lifted_at=None),
                name="one_standing_suppression_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.at:%Y-%m-%d}"


def standing_suppressions() -> models.QuerySet[Suppression]:
    """The suppression that stands now against the member of an outer query."""
    return Suppression.objects.filter(fingerprint=OuterRef("fingerprint"), lifted_at=None)
