"""What every form asks of somebody we do not know: who they are, where they work, and that they are no
machine. What it takes does not depend on who is a member.
"""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.mail.addresses import MAX_WRITTEN, canonical
from cms.organisations.forms import OrganisationInput
from cms.organisations.models import Organisation

from . import workplaces
from .names import seen_name

# Nobody reads and fills the form faster; nobody leaves it open longer.
FEWEST_SECONDS = 2
MOST_SECONDS = 24 * 60 * 60
STAMP = signing.TimestampSigner(salt="members.join_form")
Choice = tuple[int, str]


def text(label: Any, longest: int, **options: Any) -> forms.CharField:
    attributes = options.pop("attributes", {})
    kind = options.pop("kind", forms.TextInput)
    widget = kind(attrs={"class": "input", **attributes})
    return forms.CharField(label=label, max_length=longest, widget=widget, **options)


class AskingForm(forms.Form):
    """Name, address and workplace. Whoever does not have to say where they work may leave it empty."""

    needs_workplace = True

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
    # For machines: people do not see it, so whoever fills it is none.
    website = forms.CharField(required=False, max_length=200)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        initial = {"opened": STAMP.sign("join"), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.now, self.today = now, timezone.localdate(now)
        self.meant: Organisation | None = None
        picked = self.data.get("picked", "")
        if picked:
            self.offer([one for one in self.organisations if str(one[0]) == picked])

    @cached_property
    def organisations(self) -> list[Choice]:
        """Those that a visitor can choose among."""
        return workplaces.choices(self.today)

    @property
    def is_filled_by_machine(self) -> bool:
        return bool(self.data.get("website"))

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
        if not typed and not self.needs_workplace:
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
