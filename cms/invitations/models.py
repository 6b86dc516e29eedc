"""The tables of seats: who is registered for a day, and what happened to each seat."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.mail.addresses import fingerprint
from cms.members.models import User

# 128 random bits as text.
CODE_LENGTH = 22


def make_code() -> str:
    """What stands in addresses, so that nobody finds another's by counting."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Person:
    """Who sits on a seat, wherever that is known from."""

    first_name: str
    full_name: str
    address: str
    language: str
    fingerprint: str


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def standing(self) -> "RegistrationQuerySet":
        """Those that have a seat, are offered one, or wait for one."""
        return self.exclude(state=Registration.State.CANCELLED)

    def holding(self) -> "RegistrationQuerySet":
        """Those whose seat nobody else can have: taken, or offered."""
        return self.filter(state__in=[Registration.State.SEATED, Registration.State.OFFERED])

    def waiting(self) -> "RegistrationQuerySet":
        return self.filter(state=Registration.State.WAITING)

    def seated(self) -> "RegistrationQuerySet":
        return self.filter(state=Registration.State.SEATED)

    def came(self) -> "RegistrationQuerySet":
        return self.filter(checked_in_at__isnull=False)

    def hosts(self) -> "RegistrationQuerySet":
        """Those who came by themselves, not as somebody's guest."""
        return self.filter(host=None)


class Registration(models.Model):
    """One seat of one person at one day, or a place in the line for it.

    A guest's registration hangs on that of the member who brings them (`host`): together they are a party,
    which waits and is seated together. Whoever is no member has name and address here; of an erased member
    nothing is left but that somebody was registered.
    """

    class State(models.TextChoices):
        SEATED = "seated", _("has a seat")
        WAITING = "waiting", pgettext_lazy("a registration", "on the waiting list")
        OFFERED = "offered", _("has been offered a seat")
        CANCELLED = "cancelled", pgettext_lazy("a registration", "cancelled")

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=make_code, editable=False)
    invitation = models.ForeignKey(
        "cms.InvitationPage",
        verbose_name=_("network day"),
        # A day with people on it is cancelled, not deleted from under them.
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    # Counted up for each day under its lock: the order of arrival, whatever clocks say.
    number = models.PositiveIntegerField(_("number"), validators=[MinValueValidator(1)])
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    member = models.ForeignKey(
        "cms.Member",
        verbose_name=_("member"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="registrations",
    )
    host = models.ForeignKey(
        "self",
        verbose_name=_("comes with"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="guests",
    )
    # Of guests, and of others who are no members; a member's stand with the member.
    first_name = models.CharField(_("first name"), max_length=60, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    written_language = models.CharField(max_length=2, blank=True, editable=False)
    # Counted up when a pass is called back and made anew; and how often it was tried with a wrong address.
    pass_number = models.PositiveSmallIntegerField(default=1, editable=False)
    pass_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    # Of members too, as they work elsewhere one day; the limit for each organisation counts it.
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    # What one who is no member wrote in its place.
    organisation_name = models.CharField(_("organisation"), max_length=120, blank=True)
    comes_alone = models.BooleanField(
        _("comes alone if need be"),
        default=False,
        help_text=_("Takes one seat when there is no room for the guest too."),
    )
    is_on_list = models.BooleanField(
        _("on the list of participants"),
        default=False,
        help_text=_(
            "Has said yes to standing, with name and organisation, on the list that all who come get."
        ),
    )
    created_at = models.DateTimeField(_("signed up"))
    seated_at = models.DateTimeField(_("seated"), null=True, blank=True)
    offered_until = models.DateTimeField(_("answers before"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("came"), null=True, blank=True)
    # What the person was last told of the day; nothing where nobody sits here yet.
    told = models.ForeignKey(
        "cms.Facts", null=True, blank=True, on_delete=models.SET_NULL, related_name="told_to"
    )
    # Stood at the door without a seat, and may stand above what the day holds.
    is_walk_in = models.BooleanField(_("let in at the door"), default=False)
    # How many calendar entries went out: RFC 5546's SEQUENCE of the next.
    sequence = models.PositiveSmallIntegerField(default=0)

    objects = RegistrationQuerySet.as_manager()

    # Who comes is nobody's business who asks where a page is used.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["invitation", "number"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        # A registration is made, moved and cancelled by actions, which keep the seats right.
        default_permissions = ("view",)
        permissions = [("manage_registration", _("Can sign people up for a day, and cancel"))]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "number"], name="one_registration_a_number"
            ),
            models.UniqueConstraint(
                fields=["invitation", "member"],
                condition=Q(member__isnull=False) & ~Q(state="cancelled"),
                name="one_standing_registration_a_member",
            ),
            models.UniqueConstraint(
                fields=["invitation", "email_key"],
                condition=~Q(email_key="") & ~Q(state="cancelled"),
                name="one_standing_registration_an_address",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False)
                | (~Q(state="offered") & Q(offered_until=None)),
                name="an_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="seated") | Q(seated_at__isnull=False),
                name="a_seat_was_taken_once",
            ),
        ]
        indexes = [
            models.Index(fields=["invitation", "state", "number"], name="registrations_in_line"),
            models.Index(
                fields=["offered_until"], condition=Q(state="offered"), name="offers_under_way"
            ),
        ]

    def __str__(self) -> str:
        # Stands in logs, so it names nobody.
        return gettext("registration %(number)s") % {"number": self.pk}

    @property
    def about(self) -> str:
        """What its letters are about."""
        return f"registration:{self.pk}"

    @property
    def person(self) -> Person | None:
        """Who it is; nobody yet where a pass was not used, nobody any more where they are erased."""
        if self.member:
            one = self.member
            return Person(one.first_name, one.full_name, one.email, one.language, one.fingerprint)
        if not self.email_key:
            return None
        mark = fingerprint(self.email_key)
        return Person(self.first_name, self.name, self.email, self.written_language, mark)

    @property
    def name(self) -> str:
        """What stands on a list or a badge; empty where nobody is known (any more)."""
        if self.member:
            return self.member.full_name
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def workplace(self) -> str:
        """The organisation's name, whether it is one of ours or was written."""
        return self.organisation.name if self.organisation else self.organisation_name

    def is_offered(self, now: dt.datetime) -> bool:
        """Whether a seat is offered that can still be taken."""
        return self.offered_until is not None and now < self.offered_until

    @property
    def standing_guests(self) -> "list[Registration]":
        return [one for one in self.guests.all() if one.state != self.State.CANCELLED]

    @property
    def party(self) -> "list[Registration]":
        """This one and the guests who hang on it."""
        return [self, *self.standing_guests]


class SeatEvent(models.Model):
    """What happened to a registration, in the order it happened. Names nobody."""

    class What(models.TextChoices):
        SEATED = "seated", _("got a seat at once")
        QUEUED = "queued", _("came on the waiting list")
        OFFERED = "offered", _("was offered a free seat")
        ACCEPTED = "accepted", _("took the seat offered")
        DECLINED = "declined", _("said no to the seat offered")
        EXPIRED = "expired", _("did not answer the offer in time")
        CANCELLED = "cancelled", pgettext_lazy("a registration", "cancelled")
        CAME_ALONE = "came_alone", _("comes without the guest")
        PASS_USED = "pass_used", _("the colleague has used the pass")
        PASS_RENEWED = "renewed", _("the pass was called back and made anew")
        HANDED_OVER = "handed_over", _("the seat went to a colleague")
        FORGOTTEN = "forgotten", _("name and address of the guest were deleted")
        ERASED = "erased", _("the member left the network")
        CHECKED_IN = "checked_in", _("came")
        CHECK_IN_UNDONE = "not_here", _("the check-in was taken back")
        WALKED_IN = "walked_in", _("was let in at the door")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(_("what"), max_length=12, choices=What.choices)
    at = models.DateTimeField(_("when"))
    # The editor who did it; nobody where the person did it, or the rule.
    by = models.ForeignKey(
        User,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d}"


def events(registrations: "list[Registration]", what: str, at: Any, by: Any = None) -> None:
    """Write the same event down for each of these."""
    SeatEvent.objects.bulk_create(
        SeatEvent(registration=one, what=what, at=at, by=by) for one in registrations
    )
