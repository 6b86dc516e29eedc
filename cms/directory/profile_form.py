"""What members say of themselves, and what of it colleagues see: one form, with one button."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.content.levels import Level
from cms.members.asking_form import text
from cms.members.join_form import Offered, choice, ticks
from cms.members.models import Member
from cms.members.names import seen_name
from cms.members.work import Role, Unit
from cms.organisations.forms import OrganisationSelect
from cms.organisations.models import Organisation
from cms.organisations.names import in_danish_order
from cms.topics.pages import GoalPage, TopicPage

from .actions import Listing, Profile
from .models import LONGEST_HELP, Entry

SHOWN = {
    "shows_unit": _("Kind of unit"),
    "shows_role": _("Role"),
    "shows_level": _("Level"),
    "shows_topics": _("Areas"),
    "shows_goals": _("Goals"),
}
OF_THE_LISTING = (*SHOWN, "takes_letters", "helps_with")


def tick(label: Any, **options: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **options)


class ProfileForm(forms.Form):
    """Takes these fields and no others, whatever is posted."""

    first_name = text(
        _("First name"),
        60,
        error_messages={"required": _("Write your first name.")},
        attributes={"autocomplete": "given-name"},
    )
    last_name = text(
        _("Last name (optional)"), 80, required=False, attributes={"autocomplete": "family-name"}
    )
    organisation = forms.TypedChoiceField(
        label=_("Where do you work?"),
        coerce=int,
        widget=OrganisationSelect(attrs={"class": "input"}),
        error_messages={
            "required": _("Choose where you work."),
            "invalid_choice": _("Choose an organisation that is shown."),
        },
    )
    unit = choice(_("Kind of unit"), Unit.choices)
    role = choice(_("Your role"), Role.choices)
    level = choice(_("The level you work at"), Level.choices)
    topics = ticks(_("Areas that interest you"))
    goals = ticks(_("Goals that you work with"))
    is_listed = tick(_("Yes, colleagues may find me in the directory of members"))
    shows_unit = tick(SHOWN["shows_unit"])
    shows_role = tick(SHOWN["shows_role"])
    shows_level = tick(SHOWN["shows_level"])
    shows_topics = tick(SHOWN["shows_topics"])
    shows_goals = tick(SHOWN["shows_goals"])
    helps_with = forms.CharField(
        label=_("What I can help colleagues with (optional)"),
        required=False,
        max_length=LONGEST_HELP,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3, "maxlength": LONGEST_HELP}),
        help_text=_("In a sentence or two, at most 300 characters."),
        error_messages={
            "max_length": _(
                "It is too long: %(limit_value)d characters fit, it has %(show_value)d."
            )
        },
    )
    takes_letters = tick(_("Colleagues may write to me through the site"))

    def __init__(
        self,
        *args: Any,
        member: Member,
        entry: Entry | None,
        takes_letters: bool,
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        self.offered = Offered((get_language() or "")[:2], today)
        self.topics, self.goals = list(member.topics.all()), list(member.goals.all())
        names = ("first_name", "last_name", "unit", "role", "level")
        kwargs["initial"] = {name: getattr(member, name) for name in names} | {
            "organisation": member.organisation.as_of(today).pk,
            "topics": self.ticked(TopicPage, self.topics, self.offered.topics),
            "goals": self.ticked(GoalPage, self.goals, self.offered.goals),
            "is_listed": entry is not None,
            **{name: getattr(entry or Entry(), name) for name in OF_THE_LISTING},
            "takes_letters": takes_letters,
        }
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = self.workplaces(member.organisation.as_of(today))
        self.fields["topics"].choices = self.offered.topics
        self.fields["goals"].choices = self.offered.goals

    def workplaces(self, here: Organisation) -> list[tuple[Any, str]]:
        """Those that visitors are shown and one's own, as Danes sort them; first of all, none."""
        offered = {here.pk: here.name, **dict(self.offered.organisations)}
        return [("", "–"), *sorted(offered.items(), key=lambda one: in_danish_order(one[1]))]

    def ticked(self, model: Any, chosen: list, offered: list[tuple[int, str]]) -> list[int]:
        """Those offered that the member chose, in whichever language they chose them."""
        keys = {page.translation_key for page in chosen}
        shown = [pk for pk, _title in offered]
        return list(
            model.objects.filter(pk__in=shown, translation_key__in=keys).values_list(
                "pk", flat=True
            )
        )

    def clean_first_name(self) -> str:
        return self.visible("first_name")

    def clean_last_name(self) -> str:
        return self.visible("last_name")

    def clean_helps_with(self) -> str:
        return self.visible("helps_with")

    def visible(self, name: str) -> str:
        longest = self.fields[name].max_length  # type: ignore[attr-defined]
        return seen_name(self.cleaned_data[name], longest)

    def profile(self) -> Profile:
        """What the member says of themselves, once it is valid."""
        cleaned = self.cleaned_data
        plain = ("first_name", "last_name", "unit", "role", "level")
        return Profile(
            organisation=Organisation.objects.get(pk=cleaned["organisation"]),
            topics=self.kept(self.topics, self.offered.topics, cleaned["topics"], TopicPage),
            goals=self.kept(self.goals, self.offered.goals, cleaned["goals"], GoalPage),
            **{name: cleaned[name] for name in plain},
        )

    def kept(
        self, before: list, offered: list[tuple[int, str]], ticked: list[int], model: Any
    ) -> tuple[int, ...]:
        """What was chosen, in the language it was chosen in before; and what the form does not offer (a page
        that is not public just now) stays chosen.
        """
        shown = {pk for pk, _title in offered}
        keys = dict(model.objects.filter(pk__in=shown).values_list("translation_key", "pk"))
        wanted = set(ticked)
        stays = [
            page.pk
            for page in before
            if page.translation_key not in keys or keys[page.translation_key] in wanted
        ]
        held = {page.translation_key for page in before if page.pk in stays}
        new = [pk for key, pk in keys.items() if pk in wanted and key not in held]
        return (*stays, *new)

    def listing(self) -> Listing | None:
        """What is shown to colleagues; None for a no to the directory."""
        if not self.cleaned_data["is_listed"]:
            return None
        return Listing(**{name: self.cleaned_data[name] for name in OF_THE_LISTING})

    @property
    def shown(self) -> list[Any]:
        """The boxes that say what colleagues see."""
        return [self[name] for name in SHOWN]
