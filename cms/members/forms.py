"""The form in which an editor keeps a member."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from . import actions
from .models import Consent, Member


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
        self.fields["wording"].initial = standing.wording if standing else ""

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
