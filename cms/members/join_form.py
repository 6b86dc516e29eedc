"""The form in which a visitor joins. What it takes does not depend on who is a member."""

import datetime as dt
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cms.mail.addresses import MAX_WRITTEN, canonical
from cms.organisations.forms import OrganisationInput
from cms.organisations.models import Organisation
from cms.series.models import Wording
from cms.series.queries import shown_wordings
from cms.topics.queries import goals, topics_with_goals

from . import workplaces
from .joining import Details
from .names import seen_name
from .work import Language, Role, Unit

# Nobody reads and fills the form faster; nobody leaves it open longer.
FEWEST_SECONDS = 2
MOST_SECONDS = 24 * 60 * 60
STAMP = signing.TimestampSigner(salt="members.join_form")
NOTHING = ("", _("Choose, if you like"))
Choice = tuple[int, str]


class Offered:
    """What the form lets one choose among, on this day and in this language; read when it is asked for."""

    def __init__(self, language: str, today: dt.date) -> None:
        self.language, self.today = language, today

    @cached_property
    def organisations(self) -> list[Choice]:
        return list(workplaces.listed(self.today).values_list("pk", "name"))

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


def text(label: Any, longest: int, **options: Any) -> forms.CharField:
    attributes = options.pop("attributes", {})
    kind = options.pop("kind", forms.TextInput)
    widget = kind(attrs={"class": "input", **attributes})
    return forms.CharField(label=label, max_length=longest, widget=widget, **options)


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


class JoinForm(forms.Form):
    """Name, address, workplace, interests, and a consent for each newsletter, none ticked beforehand."""

    first_name = text(
        _("First name"),
        60,
        error_messages={"required": _("Write your first name.")},
        attributes={"autocomplete": "given-name"},
    )
    last_name = text(
        _("Last name (optional)"), 80, required=False, attributes={"autocomplete": "family-name"}
    )
    email = text(
        _("Work e-mail"),
        MAX_WRITTEN,
        help_text=_("We write to it at once, so that you can confirm that it is yours."),
        error_messages={"required": _("Write your e-mail address.")},
        attributes={"type": "email", "autocomplete": "email", "inputmode": "email"},
    )
    organisation = text(
        _("Where do you work?"),
        120,
        required=False,
        help_text=_("Begin with the name of your municipality or region, and choose it."),
        kind=OrganisationInput,
        attributes={
            "list": "organisations",
            "autocomplete": "organization",
            "data-domains": reverse_lazy("members:workplace"),
            "data-suggested": _("Suggested from your address. Change it if it is wrong."),
        },
    )
    picked = forms.ChoiceField(label=_("Which one?"), required=False, widget=forms.RadioSelect)
    is_elsewhere = forms.BooleanField(label=_("My organisation is not on the list"), required=False)
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
    # For machines: people do not see it, so whoever fills it is none.
    website = forms.CharField(required=False, max_length=200)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        spoken = (get_language() or settings.LANGUAGE_CODE)[:2]
        kwargs["initial"] = {"language": spoken, "opened": STAMP.sign("join")}
        super().__init__(*args, **kwargs)
        self.now, self.today = now, timezone.localdate(now)
        self.offered = Offered(spoken, self.today)
        self.meant: Organisation | None = None
        self.fields["topics"].choices = lambda: self.offered.topics
        self.fields["goals"].choices = lambda: self.offered.goals
        self.fields["wordings"].choices = lambda: [
            (each.pk, each.words) for each in self.offered.wordings
        ]
        picked = self.data.get("picked", "")
        if picked:
            self.offer([one for one in self.offered.organisations if str(one[0]) == picked])

    @property
    def is_filled_by_machine(self) -> bool:
        return bool(self.data.get("website"))

    @property
    def consents(self) -> list[tuple[Any, Wording]]:
        """Each box with the wording that stands beside it."""
        return list(zip(self["wordings"], self.offered.wordings, strict=True))

    def clean_first_name(self) -> str:
        return self.visible("first_name")

    def clean_last_name(self) -> str:
        return self.visible("last_name")

    def visible(self, name: str) -> str:
        return seen_name(self.cleaned_data[name], self.fields[name].max_length)

    def clean_email(self) -> str:
        written = self.cleaned_data["email"]
        canonical(written)
        return unicodedata.normalize("NFC", written).strip()

    def clean_organisation(self) -> str:
        return self.visible("organisation")

    def clean_opened(self) -> str:
        """When the form was opened, signed by us: nobody fills it within a moment, or a day later."""
        stamp = self.cleaned_data["opened"]
        try:
            STAMP.unsign(stamp, max_age=MOST_SECONDS)
        except signing.BadSignature as error:
            self.stamp_anew()
            raise ValidationError(
                _("The page has been open for long. Press the button once more.")
            ) from error
        try:
            STAMP.unsign(stamp, max_age=FEWEST_SECONDS)
        except signing.SignatureExpired:
            return stamp
        raise ValidationError(_("That was quick. Press the button once more."))

    def stamp_anew(self) -> None:
        self.data = self.data.copy()
        self.data["opened"] = self.initial["opened"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "opened" in self.errors:
            # Nobody sees that field, so what is wrong with it is said on top.
            self.add_error(None, self.errors.pop("opened").as_data())
        if "organisation" in cleaned and "picked" not in self.errors:
            self.find_workplace(cleaned)
        return cleaned

    def find_workplace(self, cleaned: dict[str, Any]) -> None:
        """Who is meant by what was typed. Otherwise say what to do next, and offer what it could be."""
        typed = cleaned["organisation"]
        if cleaned.get("picked"):
            self.meant = Organisation.objects.get(pk=cleaned["picked"])
            return
        if not typed:
            guess = workplaces.of_address(self.known_address(cleaned), today=self.today)
            self.offer([(guess.pk, guess.name)] if guess else [])
            words = _("Is it this one? Choose it, or write another.") if guess else self.missing()
            self.add_error("organisation", words)
            return
        found = workplaces.called(typed, today=self.today)
        if found.meant or cleaned.get("is_elsewhere"):
            self.meant = found.meant
            return
        self.offer([(one.pk, one.name) for one in found.choices])
        self.add_error("organisation", self.unknown(typed, bool(found.choices)))

    def offer(self, organisations: Sequence[Choice]) -> None:
        """Let the visitor pick one of these."""
        self.fields["picked"].choices = [(str(pk), name) for pk, name in organisations]

    def known_address(self, cleaned: dict[str, Any]) -> str:
        return canonical(cleaned["email"]) if cleaned.get("email") else ""

    def missing(self) -> str:
        return gettext("Write where you work.")

    def unknown(self, typed: str, has_choices: bool) -> str:
        if has_choices:
            return gettext("Several could be meant by »%(typed)s«. Choose one.") % {"typed": typed}
        return gettext(
            "We do not know »%(typed)s«. Look whether it is spelt as on the letterhead, "
            "or tick that it is not on the list."
        ) % {"typed": typed}

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
