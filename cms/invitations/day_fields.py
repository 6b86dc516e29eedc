"""What is written down of a network day, field by field."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from cms.content.blocks import BodyBlock

from .blocks import ProgrammeItemBlock


class DayFields(models.Model):
    """The fields of `InvitationPage` that are a network day's own, and what can be chosen in them."""

    class Kind(models.TextChoices):
        NETWORK_DAY = "network_day", _("Network day")
        STUDY_VISIT = "study_visit", _("Study visit")
        WORKSHOP = "workshop", _("Workshop")
        WEBINAR = "webinar", _("Webinar")
        EVALUATION = "evaluation", _("Evaluation and decision")

    class PriceKind(models.TextChoices):
        FREE = "free", _("Free")
        PAID = "paid", _("Costs money")

    class SignUp(models.TextChoices):
        MEMBERS = "members", _("Members sign up here")
        EVERYBODY = "everybody", _("Members and others sign up here")
        NOBODY = "nobody", _("Not here: one writes to the contact")

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind.choices,
        default=Kind.NETWORK_DAY,
        help_text=_("What sort of day it is; stands above the title."),
    )
    season = models.ForeignKey(
        "cms.Season",
        verbose_name=_("season"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitations",
        help_text=_("The day shows on this season's line and in its calendar."),
    )
    starts_at = models.DateTimeField(
        _("begins"), db_index=True, help_text=_("Day and time in Denmark.")
    )
    ends_at = models.DateTimeField(
        _("ends"), db_index=True, help_text=_("When people can go home. After this, it is past.")
    )
    deadline_at = models.DateTimeField(
        _("deadline"),
        null=True,
        blank=True,
        help_text=_("Last moment to sign up. Empty: until it begins."),
    )
    place_name = models.CharField(
        _("place"),
        max_length=120,
        blank=True,
        help_text=_("What the place is called: »Rådhuset, Middelfart«."),
    )
    place_address = models.CharField(
        _("address"),
        max_length=200,
        blank=True,
        help_text=_("Street, postcode and town, so that a map finds it."),
    )
    online_url = models.URLField(
        _("link to the meeting on the net"),
        max_length=500,
        blank=True,
        help_text=_("Shown to those who have a seat, on their own page and in their calendar."),
    )
    price_kind = models.CharField(
        _("price"),
        max_length=10,
        choices=PriceKind.choices,
        default=PriceKind.FREE,
        help_text=_("Readers are told, also when it is free."),
    )
    price = models.DecimalField(
        _("amount in kroner"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("For one person, all included. Empty when it is free."),
    )
    seats = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=_("How many can come, guests included. Empty: no limit."),
    )
    guests_allowed = models.PositiveSmallIntegerField(
        _("colleagues each member may bring"),
        default=0,
        validators=[MaxValueValidator(5)],
        help_text=_("0: none. 1: each member may bring one colleague or resource person."),
    )
    seats_per_organisation = models.PositiveSmallIntegerField(
        _("seats for each organisation"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1_000)],
        help_text=_("So that one municipality does not fill the day. Empty: no limit."),
    )
    sign_up = models.CharField(
        _("signing up"),
        max_length=10,
        choices=SignUp.choices,
        default=SignUp.MEMBERS,
        help_text=_(
            "Whether one signs up for the day here. Others than members confirm by e-mail; they are "
            "forgotten 14 days after the day."
        ),
    )
    asks_diet = models.BooleanField(
        _("ask what people cannot eat"),
        default=False,
        help_text=_("The kitchen gets a list without names. Deleted seven days after the day."),
    )
    asks_access = models.BooleanField(
        _("ask what people need to take part"),
        default=False,
        help_text=_("A ramp, an interpreter, a quiet place. Deleted seven days after the day."),
    )
    contact_name = models.CharField(
        _("contact"),
        max_length=120,
        blank=True,
        help_text=_("Who answers questions about the day."),
    )
    contact_email = models.EmailField(_("e-mail"), blank=True, help_text=_("Shown to everybody."))
    contact_phone = models.CharField(
        _("telephone"), max_length=40, blank=True, help_text=_("Shown to everybody.")
    )
    programme = StreamField(
        StreamBlock([("item", ProgrammeItemBlock())]),
        verbose_name=_("programme"),
        blank=True,
        help_text=_("The items of the day in the order they happen."),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("more about the day"),
        blank=True,
        help_text=_("Why to come, what to prepare, how to get there."),
    )
    reminds_a_week_before = models.BooleanField(
        _("a letter seven days before"),
        default=True,
        help_text=_("To those with a seat: when, where, and how to give the seat back."),
    )
    reminds_a_day_before = models.BooleanField(
        _("a letter the day before"),
        default=True,
        help_text=_("To those with a seat: when and where, once more."),
    )
    reminds_before_deadline = models.BooleanField(
        _("a letter before the deadline"),
        default=False,
        help_text=_("To members who follow the invitations and have not answered: once."),
    )
    thanks_afterwards = models.BooleanField(
        _("a letter the day after"),
        default=True,
        help_text=_("To those who came: thanks, and where the material is."),
    )
    # Set by `changing.cancel_day`, which tells people; never by publishing.
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_because = models.CharField(max_length=180, blank=True, editable=False)

    recap = StreamField(
        BodyBlock(),
        verbose_name=_("what came of the day"),
        blank=True,
        help_text=_("Text, pictures and files. Shown to everybody as soon as the day is over."),
    )

    class Meta:
        abstract = True
