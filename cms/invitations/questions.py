"""The tables of what a day asks of those who sign up, and of what they answered.

An answer keeps the words it was asked in, so a question that is changed or taken away later leaves it as it
was given. What somebody can eat, and what they need to take part, may tell of health or faith (article 9 of
the GDPR): it lies in a table of its own, which is emptied first.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

MOST_QUESTIONS, MOST_OPTIONS = 10, 12
LONGEST_LABEL, LONGEST_OPTION, LONGEST_ANSWER, LONGEST_NEED = 140, 80, 200, 300
KEY_LENGTH = 11
# When what was said is deleted, counted from the end of the day.
ANSWERS_KEPT, NEEDS_KEPT = dt.timedelta(days=14), dt.timedelta(days=7)


def make_key() -> str:
    """By what a question is known again, also on the day's page in another language."""
    return secrets.token_urlsafe(8)


class Question(Orderable):
    """One thing that an invitation asks of each who signs up."""

    class Kind(models.TextChoices):
        TEXT = "text", _("A line of text")
        CHOICE = "choice", _("One of several")
        YES_NO = "yes_no", _("Yes or no")

    page = ParentalKey("cms.InvitationPage", on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=KEY_LENGTH, default=make_key, editable=False)
    label = models.CharField(
        _("question"),
        max_length=LONGEST_LABEL,
        help_text=_("As it is read: »Which workshop do you choose?« Never ask about health here."),
    )
    kind = models.CharField(_("answer"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    is_required = models.BooleanField(_("must be answered"), default=False)
    hint = models.CharField(
        _("help"), max_length=200, blank=True, help_text=_("Stands below the question. Optional.")
    )
    options = models.TextField(
        _("to choose among"),
        max_length=1200,
        blank=True,
        help_text=_("One on each line, two at least. Only for »one of several«."),
    )

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_required")]),
        FieldPanel("options"),
        FieldPanel("hint"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        default_permissions = ()

    def __str__(self) -> str:
        return self.label

    @property
    def option_list(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.options.splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def clean(self) -> None:
        found, words = self.option_list, ""
        if self.kind == self.Kind.CHOICE and len(found) < 2:
            words = gettext("Write at least two things to choose among, one on each line.")
        elif self.kind != self.Kind.CHOICE and found:
            words = gettext("Only »one of several« has things to choose among. Empty the field.")
        elif len(found) > MOST_OPTIONS:
            words = gettext("No more than %(most)s to choose among.") % {"most": MOST_OPTIONS}
        elif any(len(one) > LONGEST_OPTION for one in found):
            words = gettext("One of them is too long. Write at most %(most)s characters.") % {
                "most": LONGEST_OPTION
            }
        if words:
            raise ValidationError({"options": words})


class Answer(models.Model):
    """What one person answered to one question, with the question in the words of then."""

    registration = models.ForeignKey(
        "cms.Registration", on_delete=models.CASCADE, related_name="answers"
    )
    key = models.CharField(max_length=KEY_LENGTH)
    label = models.CharField(max_length=LONGEST_LABEL)
    value = models.CharField(max_length=LONGEST_ANSWER)
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["registration", "key"], name="one_answer_to_a_question")
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Needs(models.Model):
    """What one person cannot eat, and what they need to take part. They said yes to our using it."""

    registration = models.OneToOneField(
        "cms.Registration", on_delete=models.CASCADE, related_name="needs"
    )
    diet = models.CharField(max_length=LONGEST_NEED, blank=True)
    access = models.CharField(max_length=LONGEST_NEED, blank=True)
    agreed_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        # Stands in logs, so it says nothing.
        return f"needs {self.pk}"


def forget_said(registrations: Iterable[Any]) -> None:
    """Delete all that was answered at these registrations."""
    ids = [one.pk for one in registrations]
    Answer.objects.filter(registration__in=ids).delete()
    Needs.objects.filter(registration__in=ids).delete()
