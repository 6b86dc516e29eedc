"""The tables of joining: who has asked to join and not confirmed yet, and how often one has asked."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.series.models import Wording

from .work import Language, Role, Unit


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def waiting(self) -> "SignUpQuerySet":
        """Those that nobody has confirmed."""
        return self.filter(confirmed_at=None)


class SignUp(models.Model):
    """What a visitor typed to join, frozen until whoever reads the address confirms it.

    Anybody can type any address, so this is no member, and nothing is sent to it but one letter that asks.
    Several of one address may wait; the one that is confirmed counts.
    """

    class Answer(models.TextChoices):
        """What came of it when it was looked at, a moment after it was typed."""

        NONE = "", _("is being looked at")
        ASKED = "asked", _("asked to confirm")
        REPEATED = "repeated", _("no letter: one went to this address less than 24 hours before")
        STOPPED = "stopped", _("no letter: mail to this address is stopped")

    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    email = models.CharField(_("e-mail"), max_length=254)
    email_key = models.CharField(max_length=254, db_index=True)
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sign_ups",
    )
    # What was typed in its place by somebody whose organisation is not on the list.
    organisation_name = models.CharField(_("organisation"), max_length=120, blank=True)
    unit = models.CharField(_("kind of unit"), max_length=20, choices=Unit.choices, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True)
    # Ids of pages. One that is deleted before the sign-up is confirmed is left out then.
    topics = models.JSONField(_("areas of interest"), default=list, blank=True)
    goals = models.JSONField(_("goals of interest"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    # The very words that were ticked: the consents, if it is confirmed.
    wordings = models.ManyToManyField(Wording, verbose_name=_("newsletters"), related_name="+")
    # SHA-256 of the token in the latest letter; nothing until one is written.
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    answer = models.CharField(
        _("state"), max_length=10, choices=Answer.choices, default=Answer.NONE, blank=True
    )
    created_at = models.DateTimeField(_("signed up"), db_index=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    expires_at = models.DateTimeField(_("deleted unless confirmed by"), db_index=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    # Who signs up is nobody's business who asks where a page is used.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("sign-up to the network")
        verbose_name_plural = _("sign-ups to the network")
        # Nobody writes or changes one by hand.
        default_permissions = ("view", "delete")
        permissions = [("ask_signup", _("Can send the confirmation of a sign-up again"))]

    def __str__(self) -> str:
        # Stands in logs, so it names nobody.
        return gettext("sign-up %(number)s") % {"number": self.pk}

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def workplace(self) -> str:
        """The organisation's name, whether it is known or was typed."""
        return self.organisation.name if self.organisation else self.organisation_name

    @property
    def about(self) -> str:
        """What its letters are about."""
        return f"sign_up:{self.pk}"


class Tally(models.Model):
    """That somebody asked once, counted until a moment. The mark is a keyed hash of what is counted.

    An address, an IP address or a network.
    """

    mark = models.CharField(max_length=32)
    until = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["mark", "until"], name="tallies_by_mark"),
            models.Index(fields=["until"], name="tallies_to_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d}"
