"""The forms in which an editor writes an invitation, a member signs up, and a colleague uses a pass."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.mail.addresses import MAX_WRITTEN, canonical
from cms.members.asking_form import AskingForm, text
from cms.members.names import seen_name
from cms.members.workplaces import listed
from cms.organisations.models import Organisation
from cms.seasons.queries import current_season

from .actions import Other
from .asked import Asked
from .attending import Visitor
from .models import CODE_LENGTH, Registration
from .passing import Guest
from .question_fields import AskingMixin
from .replying import Said

if TYPE_CHECKING:
    from .pages import InvitationPage


class InvitationForm(WagtailAdminPageForm):
    """A new invitation begins in the running season: without one, a day is on no line and in no calendar."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "season" in self.fields and not self.instance.pk and not self.instance.season_id:
            self.initial["season"] = current_season(timezone.localdate())


class SignUpForm(AskingMixin, forms.Form):
    """What a member says when they sign up for a day."""

    guests = forms.TypedChoiceField(label=_("Who comes?"), coerce=int, widget=forms.RadioSelect)
    comes_alone = forms.BooleanField(
        label=_("If there is room for one only, I come alone"), required=False
    )
    is_on_list = forms.BooleanField(
        label=_("My name and organisation may stand on the list that all who come get"),
        required=False,
    )

    def __init__(self, *args: Any, day: "InvitationPage", asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_questions(asked)
        if day.guests_allowed:
            self.fields["guests"].choices = [
                (number, self.party(number)) for number in range(day.guests_allowed + 1)
            ]
            self.initial["guests"] = 0
        else:
            del self.fields["guests"]
            del self.fields["comes_alone"]

    def clean(self) -> None:
        self.check_needs()

    def choices(self) -> dict[str, Any]:
        """What the action takes."""
        plain = ("guests", "comes_alone", "is_on_list")
        chosen = {name: self.cleaned_data[name] for name in plain if name in self.cleaned_data}
        return chosen | ({"said": self.said()} if self.asked else {})

    @staticmethod
    def party(guests: int) -> str:
        if not guests:
            return gettext("I come by myself")
        words = ngettext(
            "I come and bring %(number)s colleague",
            "I come and bring %(number)s colleagues",
            guests,
        )
        return words % {"number": guests}


class GuestForm(AskingMixin, forms.Form):
    """What a colleague with a pass writes of themselves."""

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
        help_text=_("The confirmation and the entry for your calendar go there."),
        error_messages={"required": _("Write your e-mail address.")},
        attributes={"type": "email", "autocomplete": "email", "inputmode": "email"},
    )
    is_on_list = forms.BooleanField(
        label=_("My name and organisation may stand on the list that all who come get"),
        required=False,
    )

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_questions(asked)

    def clean(self) -> None:
        self.check_needs()

    def clean_first_name(self) -> str:
        return seen_name(self.cleaned_data["first_name"], 60)

    def clean_last_name(self) -> str:
        return seen_name(self.cleaned_data["last_name"], 80)

    def clean_email(self) -> str:
        canonical(self.cleaned_data["email"])
        return self.cleaned_data["email"].strip()

    def guest(self, language: str) -> Guest:
        plain = ("first_name", "last_name", "email", "is_on_list")
        said = self.said() if self.asked else None
        return Guest(
            language=language, said=said, **{name: self.cleaned_data[name] for name in plain}
        )


class OwnForm(AskingMixin, forms.Form):
    """What can be changed until the deadline: answers; of a guest or other, the name and the list too."""

    first_name = text(_("First name"), 60, error_messages={"required": _("Write your first name.")})
    last_name = text(_("Last name (optional)"), 80, required=False)
    is_on_list = forms.BooleanField(
        label=_("My name and organisation may stand on the list that all who come get"),
        required=False,
    )

    def __init__(
        self, *args: Any, own: Registration, asked: Asked, before: Said, **kwargs: Any
    ) -> None:
        names = {name: getattr(own, name) for name in ("first_name", "last_name", "is_on_list")}
        super().__init__(*args, initial=names, **kwargs)
        if own.member_id:
            del self.fields["first_name"], self.fields["last_name"]
        self.add_questions(asked, before)

    def clean(self) -> None:
        self.check_needs()

    def clean_first_name(self) -> str:
        return seen_name(self.cleaned_data["first_name"], 60)

    def clean_last_name(self) -> str:
        return seen_name(self.cleaned_data["last_name"], 80)

    def changes(self) -> dict[str, Any]:
        """What the action takes."""
        cleaned = self.cleaned_data
        name = (cleaned["first_name"], cleaned["last_name"]) if "first_name" in cleaned else None
        return {"said": self.said(), "is_on_list": cleaned["is_on_list"], "name": name}


class ApplyForm(AskingForm):
    """What a visitor who is no member writes to come to a day."""

    needs_workplace = False

    def other(self, language: str) -> Other:
        cleaned = self.cleaned_data
        plain = ("first_name", "last_name", "email")
        return Other(
            language=language,
            organisation=self.meant,
            organisation_name="" if self.meant else cleaned["organisation"],
            **{name: cleaned[name] for name in plain},
        )


class ConfirmForm(AskingMixin, forms.Form):
    """What is asked of whoever has opened the link: the list, and the day's own questions."""

    is_on_list = forms.BooleanField(
        label=_("My name and organisation may stand on the list that all who come get"),
        required=False,
    )

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_questions(asked)

    def clean(self) -> None:
        self.check_needs()


class VisitorForm(forms.Form):
    """What an editor writes down of somebody at the door."""

    # Of the registration to be, so that a second press writes nobody down twice.
    code = forms.RegexField(rf"\A[A-Za-z0-9_-]{{{CODE_LENGTH}}}\Z", widget=forms.HiddenInput)
    first_name = text(_("First name"), 60, error_messages={"required": _("Write a first name.")})
    last_name = text(_("Last name (optional)"), 80, required=False)
    email = text(
        _("E-mail (optional)"),
        MAX_WRITTEN,
        required=False,
        attributes={"type": "email", "inputmode": "email"},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation (optional)"),
        required=False,
        empty_label=_("Another, or none"),
        error_messages={"invalid_choice": _("This organisation is gone. Choose another.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = listed(timezone.localdate())

    def clean_first_name(self) -> str:
        return seen_name(self.cleaned_data["first_name"], 60)

    def clean_last_name(self) -> str:
        return seen_name(self.cleaned_data["last_name"], 80)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip()
        if email:
            canonical(email)
        return email

    def visitor(self) -> Visitor:
        said = {name: value for name, value in self.cleaned_data.items() if name != "code"}
        return Visitor(**said)
