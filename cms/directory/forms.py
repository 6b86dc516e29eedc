"""What is searched for in the directory, and what one member writes to another."""

import datetime as dt
import re
import secrets
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.mail.message import hides_something
from cms.mail.values import LONGEST_TEXT
from cms.members.join_form import Offered
from cms.members.work import Role, Unit
from cms.organisations.forms import OrganisationInput
from cms.organisations.models import Organisation

from .queries import Wanted

LONGEST_NAME = 100
PRESS = re.compile(r"[A-Za-z0-9_-]{16,43}")
UNKNOWN = {"invalid_choice": _("This choice is not there any more, so it is left out.")}


def one_of(label: Any, empty: Any, choices: Any = (), **options: Any) -> forms.TypedChoiceField:
    field = forms.TypedChoiceField(
        label=label,
        required=False,
        empty_value=None,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages=UNKNOWN,
        **options,
    )
    field.choices = [("", empty), *choices]
    return field


class SearchForm(forms.Form):
    """A search in the address. What cannot be read is said at its field and left out; the rest counts."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "autocomplete": "off"}),
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=LONGEST_NAME,
        widget=OrganisationInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    region = one_of(_("Region"), _("All regions"), coerce=int)
    topic = one_of(_("Area"), _("All areas"), coerce=int)
    goal = one_of(_("Goal"), _("All goals"), coerce=int)
    unit = one_of(_("Kind of unit"), _("All kinds of unit"), Unit.choices)
    role = one_of(_("Role"), _("All roles"), Role.choices)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Offered((get_language() or "")[:2], today)
        regions = Organisation.objects.valid(today).filter(kind=Organisation.Kind.REGION)
        self.offer("region", list(regions.order_by("name").values_list("pk", "name")))
        self.offer("topic", offered.topics)
        self.offer("goal", offered.goals)

    def offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        field.choices = [field.choices[0], *choices]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What is asked for, as far as it can be read."""
        self.full_clean()
        known = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(**known)

    @property
    def is_narrow(self) -> bool:
        """Whether more is asked for than a name."""
        return any(self.data.get(name) for name in self.fields if name != "name")


class ProseField(forms.CharField):
    """Text over several lines. A line ends as it is counted in the browser, with one character."""

    def to_python(self, value: Any) -> str:
        written = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        return written.strip() if len(written) > 4 * LONGEST_TEXT else tidy(written)


def tidy(written: str) -> str:
    lines = (line.rstrip() for line in unicodedata.normalize("NFC", written).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class WriteForm(forms.Form):
    """A letter to a colleague."""

    letter = ProseField(
        label=_("Your letter"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"class": "input", "rows": 9, "maxlength": LONGEST_TEXT}),
        help_text=_("At most 2,000 characters. Links are sent as plain words."),
        error_messages={
            "required": _("Write something to your colleague."),
            "max_length": _(
                "It is too long: %(limit_value)d characters fit, it has %(show_value)d."
            ),
        },
    )
    press = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"press": secrets.token_urlsafe(16)}
        super().__init__(*args, **kwargs)

    def clean_letter(self) -> str:
        written = self.cleaned_data["letter"]
        if any(hides_something(line.replace("\t", " ")) for line in written.split("\n")):
            raise ValidationError(_("It holds characters that cannot be seen. Type it anew."))
        return written

    def clean_press(self) -> str:
        """Whichever form it was; one that was tampered with is as good as a new one."""
        given = self.cleaned_data["press"]
        return given if PRESS.fullmatch(given) else self.initial["press"]
