"""The form in which an editor keeps a member."""

from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.auth import LoginForm

from . import actions
from .models import Consent, Member


class SignInForm(LoginForm):
    """Wagtail's own, with the one label that it leaves in English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


class MemberForm(WagtailAdminModelForm):
    """A member and their consent. Consent is given and withdrawn here, never edited."""

    newsletter = forms.BooleanField(
        label=_("Has said yes to newsletters"),
        required=False,
        help_text=_(
            "Tick it only if the member has said so. Unticking it takes the consent back now."
        ),
    )
    wording = forms.CharField(
        label=_("Wording"),
        required=False,
        max_length=Consent._meta.get_field("wording").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Word for word what the member said yes to, and how: »by telephone, 3 May«."),
    )

    class Meta:
        model = Member
        fields = [
            "first_name",
            "last_name",
            "email",
            "organisation",
            "unit",
            "role",
            "topics",
            "language",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = self.instance.open_consent if self.instance.pk else None
        self.fields["newsletter"].initial = standing is not None
        if standing:
            wording = self.fields["wording"]
            wording.initial, wording.disabled = standing.wording, True
            given = formats.date_format(timezone.localtime(standing.given_at), "j. F Y")
            wording.help_text = _(
                "Given %(date)s. A consent is not edited; untick it to take it back."
            ) % {"date": given}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        standing = self.instance.pk and self.instance.open_consent
        if cleaned.get("newsletter") and not standing and not cleaned.get("wording", "").strip():
            self.add_error("wording", _("Write what the member said yes to."))
        return cleaned

    def save(self, commit: bool = True) -> Member:
        member = super().save(commit=commit)
        if commit:
            self.save_consent(member)
        return member

    def save_consent(self, member: Member) -> None:
        now = timezone.now()
        if self.cleaned_data["newsletter"]:
            actions.give_consent(member=member, wording=self.cleaned_data["wording"], now=now)
        else:
            actions.withdraw_consent(member=member, now=now)
