"""A rule as an editor builds it: rows that may be half filled in, and the form field that shows them."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .criteria import CRITERIA
from .groups import ALL, ANY, MOST_CONDITIONS, MOST_GROUPS, Condition, Group, RuleError
from .rules import NOBODY, Rule


@dataclass
class Row:
    """One condition in the making. Its values are texts, as a form sends them."""

    name: str = ""
    is_true: bool = True
    values: list[str] = field(default_factory=list)

    @property
    def criterion(self) -> Any:
        return CRITERIA.get(self.name)

    @property
    def is_begun(self) -> bool:
        return bool(self.name or self.values)

    @property
    def is_complete(self) -> bool:
        return bool(self.name and any(self.values))

    @cached_property
    def choices(self) -> list[tuple[str, str, bool]]:
        """(value, words, whether it is chosen). What is chosen but gone stays, so that it can be unticked."""
        if self.criterion is None:
            return []
        known = {str(value): title for value, title in self.criterion.choices()}
        gone = {value: self.criterion.gone(1) for value in self.values if value not in known}
        return [(value, title, value in self.values) for value, title in (known | gone).items()]

    @property
    def is_long(self) -> bool:
        return len(self.choices) > 20

    def condition(self) -> Condition:
        """Raises RuleError."""
        values = [value for value in self.values if value]
        return Condition(self.name, tuple(values), self.is_true)


@dataclass
class Box:
    """One group in the making."""

    match: str = ALL
    rows: list[Row] = field(default_factory=lambda: [Row()])

    @property
    def can_grow(self) -> bool:
        return len(self.rows) < MOST_CONDITIONS


@dataclass
class Builder:
    """A rule in the making. `is_unreadable`: what was stored could not be read."""

    match: str = ALL
    boxes: list[Box] = field(default_factory=lambda: [Box()])
    is_unreadable: bool = False

    @classmethod
    def of_rule(cls, rule: Rule) -> "Builder":
        boxes = [
            Box(
                group.match,
                [
                    Row(one.field, one.is_true, [str(value) for value in one.values])
                    for one in group.conditions
                ],
            )
            for group in rule.groups
        ]
        return cls(rule.match if boxes else ALL, boxes or [Box()], rule == NOBODY)

    @classmethod
    def of_data(cls, data: QueryDict, name: str) -> "Builder":
        """From a form whose fields are »name-0-match«, »name-0-1-field« and so on."""
        boxes = []
        for place in range(MOST_GROUPS):
            match = data.get(f"{name}-{place}-match")
            if match is None:
                continue
            rows = [
                row_of(data, f"{name}-{place}-{number}")
                for number in range(MOST_CONDITIONS)
                if f"{name}-{place}-{number}-field" in data
            ]
            boxes.append(Box(either(match), rows or [Row()]))
        return cls(either(data.get(f"{name}-match", ALL)), boxes or [Box()])

    @property
    def can_grow(self) -> bool:
        return len(self.boxes) < MOST_GROUPS

    @property
    def has_unfinished(self) -> bool:
        return any(row.is_begun and not row.is_complete for box in self.boxes for row in box.rows)

    def act(self, act: str) -> None:
        """Do what a button says: »group«, »condition-0«, »remove-0-1«. Anything else only shows it again."""
        verb, *places = act.split("-")
        numbers = [int(place) for place in places if place in map(str, range(MOST_CONDITIONS))]
        if verb == "group" and self.can_grow:
            self.boxes.append(Box())
        elif verb == "condition" and len(numbers) == 1 and numbers[0] < len(self.boxes):
            box = self.boxes[numbers[0]]
            if box.can_grow:
                box.rows.append(Row())
        elif verb == "remove" and len(numbers) == 2:
            self.remove(*numbers)

    def remove(self, place: int, number: int) -> None:
        if place < len(self.boxes) and number < len(self.boxes[place].rows):
            del self.boxes[place].rows[number]
            self.boxes = [box for box in self.boxes if box.rows] or [Box()]

    def rule(self, *, finished_only: bool = False) -> Rule:
        """The rule that the rows say: untouched ones say nothing. Raises RuleError for a half-filled one, or
        leaves it out.
        """
        groups = []
        for box in self.boxes:
            rows = [row for row in box.rows if (row.is_complete if finished_only else row.is_begun)]
            if rows:
                groups.append(Group(tuple(row.condition() for row in rows), box.match))
        return Rule(groups=groups, match=self.match if groups else ALL)


def row_of(data: QueryDict, name: str) -> Row:
    field = data.get(f"{name}-field", "")
    values = data.getlist(f"{name}-value")
    # The values belong to the field that was shown with them.
    if field != data.get(f"{name}-shown", ""):
        values = []
    return Row(field[:40], data.get(f"{name}-is", "1") != "0", values)


def either(match: Any) -> str:
    return ANY if match == ANY else ALL


class RuleWidget(forms.Widget):
    """The rows. All of it works by submitting; the script only spares the editor that."""

    use_fieldset = True

    class Media:
        css = {"all": ["newsletters/audience_builder.css"]}
        js = [forms.Script("newsletters/audience_builder.js", defer=True)]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Builder:
        return Builder.of_data(data, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        builder = value if isinstance(value, Builder) else Builder()
        fields = [(criterion.name, criterion.label) for criterion in CRITERIA.values()]
        context = {
            "name": name,
            "builder": builder,
            "fields": fields,
            "id": (attrs or {}).get("id"),
        }
        return render_to_string("newsletters/audiences/builder.html", context)


class RuleField(forms.Field):
    """Its initial value is stored JSON or a Builder; its clean value is the rule as JSON."""

    widget = RuleWidget

    def prepare_value(self, value: Any) -> Builder:
        if isinstance(value, Builder):
            return value
        return Builder() if value is None else Builder.of_rule(Rule.stored(value))

    def clean(self, value: Any) -> dict[str, Any]:
        try:
            return value.rule().to_json()
        except RuleError as error:
            raise RuleError([*error.messages, _("Nothing is saved yet.")]) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(data.rule().to_json() != initial)
        except RuleError:
            return True
