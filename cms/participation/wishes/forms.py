"""What is searched for among wishes, what a member writes, and what an editor answers."""

import re
import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.directory.forms import PRESS, UNKNOWN, ProseField, one_of
from cms.mail.message import hides_something
from cms.members.join_form import Offered
from cms.stories.pages import StoryPage

from . import queries
from .actions import Words
from .models import LONGEST_ANSWER, LONGEST_TEXT, LONGEST_TITLE, Wish
from .queries import NEWEST, VOTES, Wanted

LONGEST_SEARCH = 100
HIDDEN = _("It holds characters that cannot be seen. Type it anew.")
TOO_LONG = {
    "max_length": _("It is too long: %(limit_value)d characters fit, it has %(show_value)d.")
}
BLANK = re.compile(r"\s+")


def seen(written: str) -> str:
    """The text, if all of it can be seen. Raises ValidationError."""
    if any(hides_something(line.replace("\t", " ")) for line in written.split("\n")):
        raise ValidationError(HIDDEN)
    return written


class ChoosingForm(forms.Form):
    """A search in the address. What cannot be read is said at its field and left out; the rest counts."""

    first = NEWEST

    topic = one_of(_("Area"), _("All areas"), coerce=int)
    state = one_of(_("State"), _("All states"), Wish.State.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Offered((get_language() or "")[:2], timezone.localdate())
        self.offer("topic", offered.topics)

    def offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        field.choices = [field.choices[0], *choices]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What is asked for, as far as it can be read."""
        self.full_clean()
        known = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(**{"order": self.first, **known})

    @property
    def is_narrow(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class FindForm(ChoosingForm):
    """What a member looks for."""

    words = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=LONGEST_SEARCH,
        help_text=_("Of the wish's title or text."),
        widget=forms.TextInput(attrs={"class": "input", "type": "search", "autocomplete": "off"}),
    )
    kind = one_of(_("About"), _("Everything"), Wish.Kind.choices)
    order = one_of(_("Order"), _("Newest first"), [(VOTES, _("Most votes first"))])


class LedgerForm(ChoosingForm):
    """What a visitor of the ledger asks for. The most wanted come first, unless something else is said."""

    first = VOTES

    order = one_of(_("Order"), _("Most votes first"), [(NEWEST, _("Newest first"))])
    season = one_of(_("Season"), _("All seasons"), coerce=int)

    field_order = ["season", "topic", "state", "order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("season", [(one.pk, one.name) for one in queries.seasons_with_wishes()])


class WishForm(forms.Form):
    """A wish as a member writes it."""

    kind = forms.ChoiceField(
        label=_("What is your wish about?"),
        choices=Wish.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what your wish is about.")},
    )
    title = forms.CharField(
        label=_("Your wish in one line"),
        max_length=LONGEST_TITLE,
        help_text=_("What should the network take up? For example: »Verdensmål i udbud«."),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"required": _("Write your wish in one line."), **TOO_LONG},
    )
    text = ProseField(
        label=_("Why, and what would help?"),
        max_length=LONGEST_TEXT,
        help_text=_(
            "Concrete enough for others to see whether they want the same. At most 1,500 characters."
            " Name no persons: everybody may read it when an editor has let it through."
        ),
        widget=forms.Textarea(attrs={"class": "input", "rows": 7}),
        error_messages={"required": _("Say why, in a sentence or two."), **TOO_LONG},
    )
    is_confidential = forms.BooleanField(
        label=_("My case is confidential: only the network's editors may see it"),
        required=False,
    )
    topic = one_of(
        _("Area (optional)"),
        _("None in particular"),
        coerce=int,
        help_text=_("The professional area that it belongs to."),
    )
    goals = forms.TypedMultipleChoiceField(
        label=_("Goals (optional)"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages=UNKNOWN,
    )
    press = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)

    def __init__(self, *args: Any, wish: Wish | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"press": secrets.token_urlsafe(16), **(said_in(wish) if wish else {})}
        super().__init__(*args, **kwargs)
        offered = Offered((get_language() or "")[:2], timezone.localdate())
        topic = self.fields["topic"]
        topic.choices = [topic.choices[0], *offered.topics]  # type: ignore[attr-defined]
        self.fields["goals"].choices = offered.goals  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return seen(BLANK.sub(" ", self.cleaned_data["title"]).strip())

    def clean_text(self) -> str:
        return seen(self.cleaned_data["text"])

    def clean_press(self) -> str:
        """Whichever form it was; one that was tampered with is as good as a new one."""
        given = self.cleaned_data["press"]
        return given if PRESS.fullmatch(given) else self.initial["press"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("is_confidential") and found.get("kind") not in (None, Wish.Kind.CASE):
            self.add_error(
                "is_confidential",
                _("Only a case can be confidential. Choose »A case«, or take the tick away."),
            )
        return found

    def words(self) -> Words:
        return Words(**{name: v for name, v in self.cleaned_data.items() if name != "press"})


def said_in(wish: Wish) -> dict[str, Any]:
    return {
        "kind": wish.kind,
        "title": wish.title,
        "text": wish.text,
        "is_confidential": wish.is_confidential,
        "topic": wish.topic_id,
        "goals": [goal.pk for goal in wish.goals.all()],
    }


class DecideForm(forms.Form):
    """What an editor says becomes of a wish."""

    state = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=Wish.State.choices,
        widget=forms.RadioSelect,
        help_text=_("A published day that answers the wish makes it answered by itself."),
    )
    answer = ProseField(
        label=_("What we did, or why not"),
        required=False,
        max_length=LONGEST_ANSWER,
        help_text=_(
            "Stands beside the wish, for everybody who may read it. At most 600 characters."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=TOO_LONG,
    )
    story = forms.ModelChoiceField(
        StoryPage.objects.none(),
        label=_("Story that shows it"),
        required=False,
        empty_label=_("None"),
        help_text=_("The newest published stories."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["story"].queryset = StoryPage.objects.live().order_by("-story_date", "-pk")  # type: ignore[attr-defined]

    def clean_answer(self) -> str:
        return seen(self.cleaned_data["answer"])


class MergeForm(forms.Form):
    """The wish that another one becomes a part of."""

    into = forms.ModelChoiceField(
        Wish.objects.none(),
        label=_("Merge into"),
        help_text=_(
            "The other wish stays, with the votes of both. Whoever voted for both counts once."
        ),
        error_messages={
            "required": _("Choose a wish."),
            "invalid_choice": _("This wish is gone. Choose another."),
        },
    )

    def __init__(self, *args: Any, wish: Wish, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = queries.mergeable(wish)  # type: ignore[attr-defined]


class CiteForm(forms.Form):
    """The wishes that a day answers."""

    wishes = forms.ModelMultipleChoiceField(
        Wish.objects.standing(),
        required=False,
        error_messages={"invalid_choice": _("One of the wishes is gone. Look at the list again.")},
    )
