"""What members write and choose at a season's end, and how an editor sets its dates."""

import datetime as dt
import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.directory.forms import PRESS, ProseField
from cms.participation.wishes.forms import TOO_LONG, seen
from cms.seasons.models import Season
from cms.seasons.queries import current_season

from .models import DATES, LONGEST_PROPOSAL, Renewal, Step

LONGEST_OUTCOME = 3_000
# How many days before the season's last day each step begins, and at which hour, unless an editor says so.
SUGGESTED = {
    "consultation_opens_at": (91, 9),
    "consultation_closes_at": (49, 16),
    "vote_opens_at": (28, 9),
    "vote_closes_at": (7, 16),
    "asks_at": (42, 9),
}


def suggested(season: Season) -> dict[str, dt.datetime]:
    """Proposals three months before the season ends, a vote in its last four weeks."""
    days = {
        name: season.ends_on - dt.timedelta(days=ago) for name, (ago, _hour) in SUGGESTED.items()
    }
    return {
        name: timezone.make_aware(dt.datetime.combine(days[name], dt.time(hour)))
        for name, (_ago, hour) in SUGGESTED.items()
    }


class DecisionForm(WagtailAdminModelForm):
    """A new decision begins with dates that follow from the running season.

    What has happened stays: a moment that has passed is not moved, and no option is touched once the vote has
    begun.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk and not self.is_bound:
            season = current_season(timezone.localdate())
            if season:
                self.initial |= {"season": season.pk, **suggested(season)}
        self.before = {name: getattr(self.instance, name) for name in DATES}
        self.step_before = self.instance.step(timezone.now()) if self.instance.pk else Step.BEFORE

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        now = timezone.now()
        if self.instance.pk:
            for name, old in self.before.items():
                new = found.get(name)
                if new and new != old and (old <= now or new <= now):
                    self.add_error(
                        name, _("What has happened is not moved. Choose a time to come.")
                    )
        if self.step_before in (Step.VOTE, Step.CLOSED, Step.PUBLISHED) and self.touches_options():
            raise ValidationError(
                _(
                    "The vote has begun, so the options stay as they are: members vote for these words."
                )
            )
        return found

    def touches_options(self) -> bool:
        formset = self.formsets.get("options")
        return bool(formset) and any(form.has_changed() for form in formset.forms)


class ProposalForm(forms.Form):
    """What a member says should come next."""

    text = ProseField(
        label=_("What should come next?"),
        max_length=LONGEST_PROPOSAL,
        help_text=_(
            "Members see it with your name and organisation; nobody else does. At most 1,000 characters."
        ),
        widget=forms.Textarea(attrs={"class": "input", "rows": 5}),
        error_messages={"required": _("Write your proposal."), **TOO_LONG},
    )
    press = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"press": secrets.token_urlsafe(16)}
        super().__init__(*args, **kwargs)

    def clean_text(self) -> str:
        return seen(self.cleaned_data["text"])

    def clean_press(self) -> str:
        """Whichever form it was; one that was tampered with is as good as a new one."""
        given = self.cleaned_data["press"]
        return given if PRESS.fullmatch(given) else self.initial["press"]


class BallotForm(forms.Form):
    option = forms.IntegerField(
        min_value=1,
        max_value=2**62,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Choose one of the options.")
        ),
    )


class RenewalForm(forms.Form):
    choice = forms.ChoiceField(
        choices=Renewal.Choice.choices,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Press one of the three buttons.")
        ),
    )


class OutcomeForm(forms.Form):
    """What was decided, in an editor's words."""

    outcome = ProseField(
        label=_("What was decided"),
        max_length=LONGEST_OUTCOME,
        help_text=_(
            "Stands on the public page beside the counts. Members get one letter that leads there."
            " At most 3,000 characters; an empty line begins a new paragraph."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what was decided."), **TOO_LONG},
    )

    def clean_outcome(self) -> str:
        return seen(self.cleaned_data["outcome"])
