"""The form in which an editor says who a newsletter is for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.organisations.models import Organisation
from cms.topics.queries import topics_with_goals

from .rules import Rule


class RuleForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("Kind of organisation"),
        choices=Organisation.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: all kinds."),
    )
    topics = forms.TypedMultipleChoiceField(
        label=_("Area of interest"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: all members, whatever they are interested in."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = topics_with_goals().values_list("pk", "title")
        self.fields["topics"].choices = list(areas)  # type: ignore[attr-defined]

    @property
    def rule(self) -> Rule:
        """The rule of a valid form."""
        return Rule(
            topics=tuple(sorted(self.cleaned_data["topics"])),
            kinds=tuple(self.cleaned_data["kinds"]),
        )
