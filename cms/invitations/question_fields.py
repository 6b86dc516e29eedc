"""The fields in which one answers what a day asks, for each form in which one signs up or changes that."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.mail.message import hides_something

from .asked import Asked, Asking
from .questions import LONGEST_ANSWER, LONGEST_NEED, Question
from .replying import Said

PREFIX = "answer-"
MISSING = {"required": _("Answer this."), "invalid_choice": _("Choose one of these.")}
CONSENT = _(
    "Yes, the people who run the day may use what I write here to plan food and access. "
    "It is deleted seven days after the day."
)


class AskingMixin:
    """For a form; `asked` is what it asks, `before` what was said already."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    asked: Asked

    def add_questions(self, asked: Asked, before: Said | None = None) -> None:
        self.asked, before = asked, before or Said()
        for question in asked.questions:
            field = field_of(question)
            field.initial = before.answers.get(question.key, "")
            self.fields[PREFIX + question.key] = field
        for name, label in (
            ("diet", _("What can you not eat?")),
            ("access", _("What do you need to take part?")),
        ):
            if getattr(asked, name):
                self.fields[name] = line(label, LONGEST_NEED, required=False)
                self.fields[name].initial = getattr(before, name)
        if asked.asks_needs:
            has_agreed = bool(before.diet or before.access)
            self.fields["agrees"] = forms.BooleanField(
                label=CONSENT, required=False, initial=has_agreed
            )

    @property
    def own_questions(self) -> list[Any]:
        return [field for field in self if field.name.startswith(PREFIX)]  # type: ignore[attr-defined]

    @property
    def needs(self) -> list[Any]:
        return [self[name] for name in ("diet", "access") if name in self.fields]  # type: ignore[index]

    def check_needs(self) -> None:
        """Nothing of the kind is kept without a yes to exactly that."""
        written = any(self.cleaned_data.get(name) for name in ("diet", "access"))
        if written and not self.cleaned_data.get("agrees"):
            words = _("Tick that we may use it, or leave the fields about food and access empty.")
            self.add_error("agrees", words)  # type: ignore[attr-defined]

    def said(self) -> Said:
        cleaned = self.cleaned_data
        answers = {one.key: cleaned[PREFIX + one.key] for one in self.asked.questions}
        return Said(answers, cleaned.get("diet", ""), cleaned.get("access", ""))


def field_of(question: Asking) -> forms.Field:
    if question.kind == Question.Kind.TEXT:
        return line(
            question.label,
            LONGEST_ANSWER,
            required=question.is_required,
            help_text=question.hint,
            error_messages=MISSING,
        )
    choices = list(question.choices)
    if not question.is_required:
        choices.append(("", _("No answer")))
    return forms.ChoiceField(
        label=question.label,
        choices=choices,
        required=question.is_required,
        help_text=question.hint,
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )


def line(label: Any, longest: int, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input"})
    return SeenField(label=label, max_length=longest, widget=widget, **options)


class SeenField(forms.CharField):
    """One line in which nothing hides."""

    def clean(self, value: Any) -> str:
        written = " ".join(super().clean(value).split())
        if hides_something(written):
            raise ValidationError(_("It holds characters that cannot be seen. Type it anew."))
        return written
