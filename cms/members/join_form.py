"""The form in which a visitor joins. What it takes does not depend on who is a member."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.series.models import Wording
from cms.series.queries import shown_wordings
from cms.topics.queries import goals, topics_with_goals

from . import workplaces
from .asking_form import AskingForm, Choice
from .joining import Details
from .work import Language, Role, Unit

NOTHING = ("", _("Choose, if you like"))


class Offered:
    """What the form lets one choose among on this day and in this language; read when it is asked for."""

    def __init__(self, language: str, today: dt.date) -> None:
        self.language, self.today = language, today

    @cached_property
    def organisations(self) -> list[Choice]:
        return workplaces.choices(self.today)

    @cached_property
    def topics(self) -> list[Choice]:
        return self.kept("topics", lambda: self.titles(topics_with_goals().prefetch_related(None)))

    @cached_property
    def goals(self) -> list[Choice]:
        return self.kept("goals", lambda: self.titles(goals()))

    def kept(self, name: str, read: Callable[[], list[Choice]]) -> list[Choice]:
        """Read once in a while, not for each visitor: pages change seldom, and many may come at once."""
        key = f"members.offered.{name}.{self.language}"
        return cache.get_or_set(key, read, settings.JOIN_CHOICES_SECONDS) or []

    @cached_property
    def wordings(self) -> list[Wording]:
        return shown_wordings(self.language)

    def titles(self, pages: QuerySet) -> list[Choice]:
        """Those of the pages in this language; where there are none, those in the site's own."""
        found = list(pages.values_list("pk", "title", "locale__language_code"))
        spoken = {language for _pk, _title, language in found}
        wanted = self.language if self.language in spoken else settings.LANGUAGE_CODE
        return [(pk, title) for pk, title, language in found if language == wanted]


def ticks(label: Any, **options: Any) -> forms.TypedMultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, required=False, widget=widget, **options
    )


def choice(label: Any, choices: list, **options: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "input"})
    return forms.ChoiceField(
        label=label, choices=[NOTHING, *choices], required=False, widget=widget, **options
    )


class JoinForm(AskingForm):
    """Name, address, workplace, interests, and a consent for each newsletter, none ticked beforehand."""

    unit = choice(_("Kind of unit"), Unit.choices)
    role = choice(_("Your role"), Role.choices)
    topics = ticks(_("Areas that interest you"))
    goals = ticks(_("Goals that you work with"))
    language = forms.ChoiceField(
        label=_("Language of our letters"), choices=Language.choices, widget=forms.RadioSelect
    )
    wordings = ticks(
        _("Newsletters"),
        error_messages={
            "invalid_choice": _(
                "The words of a newsletter have changed since you opened the page. Read them, and tick again."
            )
        },
    )

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        spoken = (get_language() or settings.LANGUAGE_CODE)[:2]
        super().__init__(*args, now=now, initial={"language": spoken}, **kwargs)
        self.offered = Offered(spoken, self.today)
        self.fields["topics"].choices = lambda: self.offered.topics
        self.fields["goals"].choices = lambda: self.offered.goals
        self.fields["wordings"].choices = lambda: [
            (each.pk, each.words) for each in self.offered.wordings
        ]

    @property
    def consents(self) -> list[tuple[Any, Wording]]:
        """Each box with the wording that stands beside it."""
        return list(zip(self["wordings"], self.offered.wordings, strict=True))

    def details(self) -> Details:
        """What was typed, once it is valid."""
        cleaned = self.cleaned_data
        plain = ("first_name", "last_name", "email", "unit", "role", "language")
        lists = ("topics", "goals", "wordings")
        return Details(
            organisation=self.meant,
            organisation_name="" if self.meant else cleaned["organisation"],
            **{name: cleaned[name] for name in plain},
            **{name: tuple(dict.fromkeys(cleaned[name])) for name in lists},
        )
