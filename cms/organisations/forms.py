"""The form in which an editor chooses what an organisation is merged into."""

import datetime as dt
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from .models import Organisation
from .names import in_danish_order

SCRIPT = "cms/organisations.js"


class Finding(forms.Widget):
    """What the script needs to find organisations while somebody types."""

    class Media:
        css = {"all": ["cms/organisations.css"]}
        js = [forms.Script(SCRIPT, defer=True)]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-organisations": str(reverse_lazy("organisations:find")),
            "data-hint": str(_("Write a part of the name, or the code")),
            "data-was": str(_("before: %(name)s")),
            "data-none": str(_("No organisation is called so")),
            "data-several": str(_("%(count)s found")),
        }
        return context


class OrganisationSelect(Finding, forms.Select):
    """A plain list of all that can be chosen. With its script, a field that finds them while one types."""


class OrganisationInput(Finding, forms.TextInput):
    """A plain field for a name, known or not. With its script, the known ones are found while one types."""


class IntoForm(forms.Form):
    """Offers those of the same kind that exist on the day; which two can be merged, the action says."""

    into = forms.ModelChoiceField(
        label=_("Merge it into"),
        queryset=Organisation.objects.all(),
        widget=OrganisationSelect,
        error_messages={
            "required": _("Choose an organisation."),
            "invalid_choice": _("Choose an organisation that is shown."),
        },
    )

    def __init__(self, *args: Any, gone: Organisation, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.valid(today).filter(kind=gone.kind).exclude(pk=gone.pk)
        names = sorted(others.values_list("pk", "name"), key=lambda row: in_danish_order(row[1]))
        self.fields["into"].choices = [("", "–"), *names]  # type: ignore[attr-defined]
