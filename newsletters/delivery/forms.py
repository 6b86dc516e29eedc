"""When a newsletter goes out."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LocalMomentField(forms.DateTimeField):
    """A date and time of day where the network is, whatever zone the editor's account is set to.

    When clocks go forward an hour is missing, when they go back one comes twice: both are refused.
    """

    default_error_messages = {
        "invalid": _("Write a date and a time."),
        "no_such_time": _(
            "The clocks change that night, and this time comes twice or not at all. Choose another."
        ),
    }
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> dt.datetime | None:
        with timezone.override(timezone.get_default_timezone()):
            try:
                return super().to_python(value)
            except ValidationError as error:
                if error.code == "ambiguous_timezone":
                    words = self.error_messages["no_such_time"]
                    raise ValidationError(words, code="no_such_time") from error
                raise


class WhenForm(forms.Form):
    send_at = LocalMomentField(
        label=_("Send at"),
        required=False,
        help_text=_("Copenhagen time. Empty: now."),
    )
