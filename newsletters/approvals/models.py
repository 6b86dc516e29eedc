"""What was asked, what was answered, and how careful this site is about sending."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.content.site_settings import SiteSettings

MOST_REGRET = 3600


@register_setting(icon="mail", order=20)
class SendingSettings(SiteSettings):
    """How careful this site is when a newsletter is sent."""

    second_person = models.BooleanField(
        _("a second person approves"),
        default=True,
        help_text=_(
            "Nobody can send a newsletter that somebody else has not approved. Turn it off only where one "
            "person runs the network alone."
        ),
    )
    regret_seconds = models.PositiveSmallIntegerField(
        _("time to regret"),
        default=120,
        validators=[MaxValueValidator(MOST_REGRET)],
        help_text=_(
            "Seconds that »Send now« waits before the first letter leaves. Until then, one press stops it."
        ),
    )

    panels = [FieldPanel("second_person"), FieldPanel("regret_seconds")]

    class Meta:
        verbose_name = _("Sending newsletters")


class Approval(models.Model):
    """One question whether exactly this letter may be sent to exactly these recipients, and its answer."""

    page_key = models.BigIntegerField(editable=False)
    content_hash = models.CharField(max_length=64)
    audience = models.JSONField()
    audience_key = models.CharField(max_length=64)
    audience_sentence = models.CharField(max_length=1000)
    # What the second person saw: the difference to a later letter is shown from it.
    subject = models.CharField(max_length=150)
    text = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    is_yes = models.BooleanField(null=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["page_key", "content_hash"], name="approval_of_a_letter")]
        constraints = [
            # Asked in two tabs, it is one question.
            models.UniqueConstraint(
                fields=["page_key", "content_hash", "audience_key"],
                condition=models.Q(is_yes=None),
                name="one_open_question_a_letter",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.is_yes is None
