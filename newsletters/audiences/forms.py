"""The forms in which an editor says who a newsletter is for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.organisations.models import Organisation
from cms.topics.queries import topics_with_goals

from .builder import RuleField
from .models import Audience
from .rules import Rule


class RuleForm(forms.Form):
    """A saved audience, or the simplest of rules there and then."""

    audience = forms.ModelChoiceField(
        label=_("Audience"),
        queryset=Audience.objects.all(),
        required=False,
        empty_label=_("Choose below"),
        help_text=_("A saved audience. What is ticked below then counts for nothing."),
    )
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
        """The rule of a valid form, as it is now: a saved one is read anew each time."""
        if audience := self.cleaned_data["audience"]:
            return Rule.stored(audience.rule)
        return Rule(topics=self.cleaned_data["topics"], kinds=self.cleaned_data["kinds"])


class AudienceForm(forms.ModelForm):
    rule = RuleField(
        required=False,
        label=_("Who gets it"),
        help_text=_(
            "Only members who have said yes to newsletters are ever counted, whatever you choose here."
        ),
    )

    class Meta:
        model = Audience
        fields = ["name", "rule"]
