"""What is written where one signs in, and on one's own page."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.mail.addresses import MAX_LENGTH, MAX_WRITTEN, canonical
from cms.members.forms import SignInForm
from cms.members.models import Member, User
from cms.series.models import Series, Wording
from cms.series.queries import current_wording

from . import queries

FIGURES = {
    "class": "input",
    "inputmode": "numeric",
    "autocomplete": "one-time-code",
    "spellcheck": "false",
}


class AddressForm(forms.Form):
    """An address, in its canonical form. What it says depends on the address alone, not on who has it."""

    email = forms.CharField(
        label=_("Your work e-mail"),
        max_length=MAX_LENGTH,
        widget=forms.EmailInput(
            attrs={"class": "input", "autocomplete": "email", "spellcheck": "false"}
        ),
        error_messages={"required": _("Write your e-mail address.")},
    )

    def clean_email(self) -> str:
        address = canonical(self.cleaned_data["email"])
        if not ratelimit.consume(context.request, action="request_login_code", key=address):
            raise ValidationError(
                _(
                    "Many codes have been asked for. Use the newest one, or wait a quarter of an hour."
                )
            )
        return address


class NewAddressForm(forms.Form):
    """An address to change to. What is said of it depends on the address and on who asks, never on others."""

    email = forms.CharField(
        label=_("Your new work e-mail"),
        max_length=MAX_WRITTEN,
        widget=forms.EmailInput(
            attrs={"class": "input", "autocomplete": "email", "spellcheck": "false"}
        ),
        error_messages={"required": _("Write your new e-mail address.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        written = self.cleaned_data["email"].strip()
        if canonical(written) == self.user.email:
            raise ValidationError(_("This is your address already."))
        key = f"user:{self.user.pk}"
        if not ratelimit.consume(context.request, action="change_address", key=key):
            raise ValidationError(
                _("You have asked for several letters today. Use the newest one, or wait a day.")
            )
        return written


class CodeForm(ConfirmLoginCodeForm):
    """The code from the letter."""

    code = forms.CharField(
        label=_("The code from the letter"),
        max_length=40,
        widget=forms.TextInput(attrs=FIGURES),
        error_messages={"required": _("Write the code from the letter.")},
    )


class AppForm(ActivateTOTPForm):
    """The first code from an app, which proves that the app has the secret."""

    code = forms.CharField(
        label=_("The code that the app shows"), max_length=40, widget=forms.TextInput(attrs=FIGURES)
    )


class AppCodeForm(AuthenticateForm):
    """A code from an app, besides code or password."""

    code = forms.CharField(
        label=_("The code that the app shows"), max_length=40, widget=forms.TextInput(attrs=FIGURES)
    )


class PasskeyForm(AddWebAuthnForm):
    """A passkey that signs in by itself, so it asks for finger, face or PIN."""

    passwordless = None
    name = forms.CharField(
        label=_("What do you call it?"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input"}),
        help_text=_("For instance »My work computer«, so that you know it again."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = ""

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        return super().clean()


class EditorForm(SignInForm):
    """An editor's address and password, with a limit on tries. A password is of no use to anybody else."""

    def clean(self) -> dict[str, Any]:
        address = self.cleaned_data.get("username")
        password = self.cleaned_data.get("password")
        if address and password:
            self.user_cache = get_adapter().authenticate(
                self.request, email=address, password=password
            )
            if self.user_cache is None or not queries.is_editor(self.user_cache):
                raise self.get_invalid_login_error()
        return self.cleaned_data


class LanguageForm(forms.ModelForm):
    class Meta:
        model = Member
        fields = ["language"]


class YesForm(forms.Form):
    """A yes to a series, to the very words that stood there."""

    yes = forms.BooleanField(error_messages={"required": _("Tick the box if you want it.")})
    wording = forms.IntegerField()

    def __init__(self, *args: Any, series: Series, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series = series
        self.current: Wording | None = current_wording(series, language)

    def clean_wording(self) -> Wording:
        if self.current is None or self.cleaned_data["wording"] != self.current.pk:
            raise ValidationError(_("The words have been changed since. Read them once more."))
        return self.current
