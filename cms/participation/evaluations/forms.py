"""The form in which somebody answers, made from the frozen questions; and those of an editor."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import DAYS_OPEN, FEWEST_DAYS, MOST_DAYS
from .questions import ABSENT, MOST_OWN, OWN_KINDS, Kind, Question

LONGEST_TEXT, LONGEST_LINE, LONGEST_QUESTION = 2_000, 200, 200
FEWEST_CHOICES, MOST_CHOICES, LONGEST_CHOICE = 2, 8, 80


class VisibleTextField(forms.CharField):
    """Text without the characters that no person types, and that a database or a sheet refuses."""

    def to_python(self, value: Any) -> str:
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        kept = (each for each in text if each in "\n\t" or unicodedata.category(each) not in UNSEEN)
        return super().to_python("".join(kept)) or ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a browser cuts what is pasted without a word, and we say what is too long."""
        return {
            name: value
            for name, value in super().widget_attrs(widget).items()
            if "length" not in name
        }


UNSEEN = ("Cc", "Cs")


class AnswerForm(forms.Form):
    """Nothing has to be answered, so that one can stop anywhere. `questions` stand in their order."""

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[question.key] = field_of(question)

    def asked(self) -> list[dict[str, Any]]:
        """Each question with its field, for the page."""
        return [{"question": one, "field": self[one.key]} for one in self.questions]

    def answers(self) -> dict[str, str]:
        """What was answered, by question; what was left open is left out."""
        given = {one.key: self.cleaned_data.get(one.key, "") for one in self.questions}
        return {key: value for key, value in given.items() if value}


def field_of(question: Question) -> forms.Field:
    if question.kind == Kind.TEXT:
        area = forms.Textarea(attrs={"class": "input", "rows": 5})
        return text_field(question, LONGEST_TEXT, area)
    if question.kind == Kind.LINE:
        return text_field(question, LONGEST_LINE, forms.TextInput(attrs={"class": "input"}))
    choices = question.options()
    if question.kind == Kind.RATING:
        choices = [(value, value) for value, _words in reversed(choices)]
    out = (ABSENT, gettext("I was not there")) if question.can_miss else ("", gettext("No answer"))
    return forms.ChoiceField(
        choices=[*choices, out],
        label=question.words,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext("Choose one of the answers that are shown.")},
    )


def text_field(question: Question, longest: int, widget: forms.Widget) -> forms.Field:
    return VisibleTextField(
        label=question.words,
        required=False,
        max_length=longest,
        widget=widget,
        help_text=gettext(
            "Name nobody, and nothing by which you are known, if you want to stay unknown."
        )
        if question.kind == Kind.TEXT
        else "",
        error_messages={
            "max_length": gettext(
                "Write at most %(limit_value)d characters. You have written %(show_value)d."
            )
        },
    )


class SettingsForm(forms.Form):
    """What an editor decides about the evaluation of one day."""

    is_on = forms.BooleanField(
        label=_("Ask those who came"),
        required=False,
        help_text=_("Without it, this day is not evaluated and nobody is written to."),
    )
    days_open = forms.IntegerField(
        label=_("Days that it is open"),
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        initial=DAYS_OPEN,
        help_text=_("From the end of the day. From 2 to 30; two weeks are usual."),
    )
    reminds = forms.BooleanField(
        label=_("Remind those who have not answered"),
        required=False,
        help_text=_("One letter, five days after it has opened. Nobody sees who gets it."),
    )


class OwnQuestionForm(forms.Form):
    """One question of the editor's own. Left empty, there is none."""

    words = VisibleTextField(
        label=_("Question"),
        required=False,
        max_length=LONGEST_QUESTION,
        help_text=_("As people read it. Empty: no question."),
    )
    kind = forms.ChoiceField(
        label=_("Answer"), choices=OWN_KINDS, help_text=_("How it is answered.")
    )
    choices = VisibleTextField(
        label=_("Answers to choose among"),
        required=False,
        max_length=MOST_CHOICES * (LONGEST_CHOICE + 1),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For »one of several«: one on each line, two to eight."),
    )

    def clean_words(self) -> str:
        return " ".join(self.cleaned_data["words"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lines = [" ".join(line.split()) for line in cleaned.get("choices", "").splitlines()]
        # The same answer twice is one.
        choices = list(dict.fromkeys(filter(None, lines)))
        cleaned["choices"] = choices if cleaned.get("kind") == Kind.CHOICE else []
        if not cleaned.get("words"):
            if choices and "words" not in self.errors:
                self.add_error("words", gettext("Write the question to these answers."))
            return cleaned
        if cleaned.get("kind") == Kind.CHOICE:
            self.check_choices(choices)
        return cleaned

    def check_choices(self, choices: list[str]) -> None:
        if not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
            fault = gettext("Write from two to eight answers, each on a line of its own.")
            self.add_error("choices", ValidationError(fault))
        if any(len(choice) > LONGEST_CHOICE for choice in choices):
            self.add_error("choices", gettext("Make each answer shorter: at most 80 characters."))


OwnQuestions = forms.formset_factory(
    OwnQuestionForm, extra=0, min_num=MOST_OWN, max_num=MOST_OWN, absolute_max=MOST_OWN
)


def own_of(formset: Any) -> list[dict[str, Any]]:
    """The questions that were written, in their order."""
    names = ("words", "kind", "choices")
    return [
        {name: form.cleaned_data[name] for name in names}
        for form in formset
        if form.cleaned_data.get("words")
    ]


def shown_own(stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same for the formset to show."""
    return [one | {"choices": "\n".join(one["choices"])} for one in stored]
