"""One line of plain text that an editor adds to a service letter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .placeholders import one_line
from .values import words

LONGEST_LINE = 180


class LetterLineField(forms.CharField):
    """What a letter would leave out is refused, so that nobody wonders where it went."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_LINE, **kwargs)

    def clean(self, value: Any) -> str:
        line = one_line(super().clean(value))
        if words(line) != line:
            raise ValidationError(
                _(
                    "A letter takes no links: leave the address out, and put a space after each stop."
                )
            )
        return line
