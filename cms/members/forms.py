"""The form in which an editor keeps a member, and those in which one signs in and asks for a new password."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm

from cms.organisations.models import Organisation
from cms.series.models import MOST_WORDS, Series

from . import actions, queries
from .models import Member


class SignInForm(LoginForm):
    """Wagtail's own, with the one label that it leaves in English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


class ResetPasswordForm(PasswordResetForm):
    """Wagtail's own, whose letter is a service letter: the visitor waits for no provider, so an address
    that is known is answered as fast as any other.
    """

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        key = {"uidb64": context["uid"], "token": context["token"]}
        actions.post_reset(
            user=context["user"],
            reset_url=reverse("wagtailadmin_password_reset_confirm", kwargs=key),
            now=timezone.now(),
        )


class MemberForm(WagtailAdminModelForm):
    """A member and what they subscribe to. Consent is given and withdrawn here, never edited."""

    subscriptions = forms.ModelMultipleChoiceField(
        label=_("Has said yes to"),
        queryset=Series.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Tick a series only if the member has said so. Unticking it takes the consent back now."
        ),
    )
    words = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=MOST_WORDS,
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
            "level",
            "topics",
            "goals",
            "language",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What ended is offered to nobody new; who is there already may stay.
        here = Organisation.objects.filter(pk=self.instance.organisation_id)
        today = Organisation.objects.valid(timezone.localdate())
        self.fields["organisation"].queryset = here | today
        self.standing = queries.standing_consents(self.instance) if self.instance.pk else []
        self.fields["subscriptions"].initial = [consent.series_id for consent in self.standing]
        if self.standing:
            self.fields["words"].help_text = format_html_join("", "{} ", self.explained())

    def explained(self) -> list[tuple[str]]:
        """What holds already, and what to write for a new tick."""
        given = _("»%(series)s«: given %(date)s.")
        found = [
            given
            % {
                "series": consent.series,
                "date": formats.date_format(timezone.localtime(consent.given_at), "j. F Y"),
            }
            for consent in self.standing
        ]
        more = _("A consent is not edited; for a new tick, write what was said, and how.")
        return [(words,) for words in (*found, more)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        held = {consent.series_id for consent in self.standing}
        new = [one for one in cleaned.get("subscriptions") or () if one.pk not in held]
        if new and not cleaned.get("words", "").strip():
            self.add_error("words", _("Write what the member said yes to."))
        return cleaned

    def save(self, commit: bool = True) -> Member:
        member = super().save(commit=commit)
        if commit:
            self.save_consents(member)
        return member

    def save_consents(self, member: Member) -> None:
        now, ticked = timezone.now(), self.cleaned_data["subscriptions"]
        for series in ticked:
            actions.give_consent(
                member=member, series=series, words=self.cleaned_data["words"].strip(), now=now
            )
        for consent in self.standing:
            if consent.series not in ticked:
                actions.withdraw_consent(member=member, series=consent.series, now=now)
