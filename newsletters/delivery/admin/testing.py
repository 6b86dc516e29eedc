"""The form of a test letter. A colleague can be ticked; an address can never be typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.members.models import User

from ..testing import colleagues

MOST_COLLEAGUES = 20
LONGEST_KEY = 18  # digits; a bigint holds every number of so many
GONE = _("Somebody you ticked has no access to the admin any more. Look again.")


class ColleaguesField(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        # SQLite cannot even be asked for a longer one.
        if any(len(str(key)) > LONGEST_KEY for key in value or ()):
            raise ValidationError(GONE, code="invalid_choice")
        return super().clean(value)

    def label_from_instance(self, person: Any) -> str:
        name = person.get_full_name()
        return f"{name} · {person.email}" if name else person.email


class ColleaguesForm(forms.Form):
    """Who gets the test. Only ids come in, and only those of colleagues; nobody ticked: the one who asks."""

    to = ColleaguesField(
        queryset=User.objects.none(),
        label=_("Who gets the test"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": GONE,
            "invalid_pk_value": GONE,
        },
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field = self.fields["to"]
        field.queryset = colleagues(user)  # type: ignore[attr-defined]  # a ColleaguesField
        field.initial = [user.pk]

    def clean_to(self) -> list[User]:
        people = list(self.cleaned_data["to"]) or [self.user]
        if len(people) > MOST_COLLEAGUES:
            raise ValidationError(
                _("Tick at most %(most)s people."), params={"most": MOST_COLLEAGUES}
            )
        return people
