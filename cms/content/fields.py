"""A model field for a short list of choices, stored as JSON and edited as tick boxes.

The choices are words of the code, not of the schema: changing one is no migration.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChoiceListField(models.JSONField):
    """A list of values out of `choices`, in the order of `choices`. Empty list: nothing chosen."""

    # None, "" and {} are no lists: they are looked at like any other value.
    empty_values = [[]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        self.options = list(kwargs.pop("choices", []))
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.TypedMultipleChoiceField(
            choices=self.options,
            required=not self.blank,
            label=kwargs.get("label") or str(self.verbose_name).capitalize(),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self, value: Any, model_instance: models.Model | None) -> list:
        chosen = super().clean(value, model_instance)
        return [option for option, _label in self.options if option in chosen]

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        allowed = [option for option, _label in self.options]
        if not isinstance(value, list) or any(part not in allowed for part in value):
            raise ValidationError(_("Choose among the values that are shown."))
