"""The form of a series, with the words of its consent."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from . import actions
from .models import MOST_WORDS, Series
from .queries import current_wordings

WORDS = {"da": "words_da", "en": "words_en"}


def words_field(**options: Any) -> forms.CharField:
    return forms.CharField(
        max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


class SeriesForm(WagtailAdminModelForm):
    """A series. Other words become a new version; its key stays as it was given."""

    words_da = words_field(
        label=_("Wording of the consent, in Danish"),
        help_text=_(
            "What a person ticks, word for word: what comes, from whom, and that it can be stopped. Other "
            "words are kept as a new version; who said yes before, said yes to the words of then."
        ),
    )
    words_en = words_field(
        label=_("Wording of the consent, in English"),
        required=False,
        help_text=_("Empty: the Danish words are shown to everybody."),
    )

    class Meta:
        model = Series
        fields = ["key", "name", "name_en", "about", "about_en", "place", "is_open"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        self.fields["key"].disabled = True
        for wording in current_wordings().filter(series=self.instance):
            self.fields[WORDS[wording.language]].initial = wording.words

    def save(self, commit: bool = True) -> Series:
        series = super().save(commit=commit)
        if commit:
            for language, name in WORDS.items():
                actions.reword(
                    series=series,
                    language=language,
                    words=self.cleaned_data[name],
                    now=timezone.now(),
                )
        return series
