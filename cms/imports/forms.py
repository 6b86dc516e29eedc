"""The forms of an import: the file, and what its columns mean."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.mail.message import hides_something
from cms.members.work import Language
from cms.series.models import Series

from .actions import Choices
from .mapping import NONE, Field, is_enough
from .models import MOST_SOURCE, Import

FEWEST_WORDS = 5


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("CSV or Excel (.xlsx), up to 20 MB. The first row holds the headings."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"empty": _("The file is empty. The first row holds the headings.")},
    )


class ColumnsForm(forms.Form):
    """What each column is, and what is done with what it says."""

    on_known = forms.ChoiceField(
        label=_("Somebody who is a member already"),
        choices=Import.OnKnown.choices,
        widget=forms.RadioSelect,
        help_text=_("An empty cell never takes anything away."),
    )
    language = forms.ChoiceField(
        label=_("Language of letters"),
        choices=Language.choices,
        help_text=_("For those whose row does not say it."),
    )
    series = forms.ModelMultipleChoiceField(
        label=_("They have said yes to"),
        queryset=Series.objects.filter(is_open=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none, and they become members without newsletters. Nothing is sent now."),
    )
    source = forms.CharField(
        label=_("Where the consent comes from"),
        required=False,
        max_length=MOST_SOURCE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Word for word what they said yes to, and how: »The list of participants on 3 May: Yes, send me "
            "the newsletter«. It stands in each consent, and each member can read it."
        ),
    )
    source_on = forms.DateField(
        label=_("When they said yes"), required=False, widget=AdminDateInput
    )
    makes_organisations = forms.BooleanField(
        label=_("Make organisations that we do not know"),
        required=False,
        help_text=_("Else such a row is a fault. They are made as »other organisations«."),
    )
    leaves_out_unknown = forms.BooleanField(
        label=_("Leave out a unit, role, level, area or goal that we do not know"),
        required=False,
        help_text=_("Else such a row is a fault."),
    )

    def __init__(self, data: Any = None, *, source: Import) -> None:
        super().__init__(data, initial=chosen(source))
        self.held = source
        self.names = [f"column_{place}" for place in range(len(source.headings))]
        options = [(NONE, _("Is not imported")), *Field.choices]
        for name, heading, guess in zip(self.names, source.headings, source.columns, strict=True):
            label = heading or _("(no heading)")
            self.fields[name] = forms.ChoiceField(
                label=label, choices=options, required=False, initial=guess
            )

    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    def clean_source(self) -> str:
        words = self.cleaned_data["source"].strip()
        if any(hides_something(line) for line in words.splitlines()):
            raise ValidationError(_("It holds characters that cannot be seen. Type it anew."))
        return words

    def clean_source_on(self) -> Any:
        day = self.cleaned_data["source_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is to come. Write the day when they said yes."))
        if day and day.year < 2000:
            raise ValidationError(_("Write the day with its whole year: 3.5.2026."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen_columns = [cleaned.get(name, NONE) for name in self.names]
        for place, name in enumerate(self.names):
            if chosen_columns[place] and chosen_columns[place] in chosen_columns[:place]:
                self.add_error(name, _("Another column is this already. Choose one of them."))
        if not is_enough(chosen_columns):
            self.add_error(
                None, _("Choose which column holds the e-mail, and which the first name.")
            )
        if cleaned.get("series"):
            if "source" not in self.errors and len(cleaned["source"]) < FEWEST_WORDS:
                self.add_error("source", _("Write what they said yes to, and how."))
            if "source_on" not in self.errors and not cleaned["source_on"]:
                self.add_error("source_on", _("Write when they said yes."))
        return cleaned

    def choices(self) -> Choices:
        cleaned = self.cleaned_data
        return Choices(
            columns=[cleaned[name] for name in self.names],
            on_known=cleaned["on_known"],
            language=cleaned["language"],
            series=list(cleaned["series"]),
            source=cleaned["source"],
            source_on=cleaned["source_on"],
            makes_organisations=cleaned["makes_organisations"],
            leaves_out_unknown=cleaned["leaves_out_unknown"],
        )


def chosen(source: Import) -> dict[str, Any]:
    """What was chosen before, where somebody comes back from the preview."""
    return {
        "on_known": source.on_known,
        "language": source.language,
        "series": list(source.series.all()),
        "source": source.source,
        "source_on": source.source_on,
        "makes_organisations": source.makes_organisations,
        "leaves_out_unknown": source.leaves_out_unknown,
    }
