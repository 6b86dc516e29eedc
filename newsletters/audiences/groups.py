"""The parts of a rule as plain values: conditions, and groups of them. What cannot be one is never made."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .criteria import CRITERIA, ORDER
from .criterion import Criterion, Value
from .work import OneOrganisation

ALL, ANY = "all", "any"
MOST_GROUPS, MOST_CONDITIONS = 10, 20
# More than this in one rule is more than some databases take in one question.
MOST_VALUES_IN_ALL = 2_000


class RuleError(ValidationError):
    """What was given is no rule; its words say why."""


@dataclass(frozen=True)
class Condition:
    """Members for whom `field` is (`is_true`), or is not, one of `values`: sorted, each once."""

    field: str
    values: tuple[Value, ...]
    is_true: bool = True

    def __post_init__(self) -> None:
        criterion = CRITERIA.get(self.field) if isinstance(self.field, str) else None
        if criterion is None:
            raise RuleError(_("The rule holds a condition that is not known here."))
        if not isinstance(self.is_true, bool):
            raise RuleError(_("A condition must say whether it is or is not."))
        object.__setattr__(self, "values", read_values(criterion, self.values))

    @classmethod
    def from_json(cls, data: Any) -> "Condition":
        fields = read_object(data, {"field", "is", "values"})
        return cls(fields["field"], tuple(read_list(fields["values"])), fields["is"])

    def to_json(self) -> dict[str, Any]:
        return {"field": self.field, "is": self.is_true, "values": list(self.values)}

    def names(self, organisation: int) -> bool:
        return isinstance(self.criterion, OneOrganisation) and organisation in self.values

    def replacing(self, gone: int, kept: int) -> "Condition":
        """With one organisation in another's place, where it is about organisations."""
        if not self.names(gone):
            return self
        values = tuple(kept if value == gone else value for value in self.values)
        return replace(self, values=values)

    @property
    def criterion(self) -> Criterion:
        return CRITERIA[self.field]

    @property
    def place(self) -> tuple:
        """Where it stands among others: what makes equal rules equal, whatever the order they came in."""
        return (ORDER[self.field], not self.is_true, self.values)


@dataclass(frozen=True)
class Group:
    """Members for whom all, or any, of the conditions hold: in order, each once."""

    conditions: tuple[Condition, ...]
    match: str = ALL

    def __post_init__(self) -> None:
        if not self.conditions:
            raise RuleError(_("A group without a condition says nothing."))
        if len(self.conditions) > MOST_CONDITIONS:
            raise RuleError(
                _("A group holds at most %(most)s conditions."), params={"most": MOST_CONDITIONS}
            )
        kept = tuple(sorted(set(self.conditions), key=lambda condition: condition.place))
        object.__setattr__(self, "conditions", kept)
        object.__setattr__(self, "match", read_match(self.match) if len(kept) > 1 else ALL)

    @classmethod
    def from_json(cls, data: Any) -> "Group":
        fields = read_object(data, {"match", "conditions"})
        read_match(fields["match"])
        conditions = read_list(fields["conditions"])
        if len(conditions) > MOST_CONDITIONS:
            conditions = conditions[: MOST_CONDITIONS + 1]
        return cls(tuple(map(Condition.from_json, conditions)), fields["match"])

    def to_json(self) -> dict[str, Any]:
        conditions = [condition.to_json() for condition in self.conditions]
        return {"match": self.match, "conditions": conditions}

    def replacing(self, gone: int, kept: int) -> "Group":
        return replace(self, conditions=tuple(one.replacing(gone, kept) for one in self.conditions))

    @property
    def place(self) -> tuple:
        return (self.match, [condition.place for condition in self.conditions])


def read_values(criterion: Criterion, values: Any) -> tuple[Value, ...]:
    """The values in order, each once. Raises RuleError."""
    names = {"field": criterion.label}
    if len(values) > criterion.most_values:
        raise RuleError(
            _("»%(field)s« takes at most %(most)s choices."),
            params=names | {"most": criterion.most_values},
        )
    try:
        read = {criterion.read(value) for value in values}
    except (ValueError, TypeError) as error:
        raise RuleError(_("»%(field)s« holds what is no choice."), params=names) from error
    if not read:
        raise RuleError(_("Choose at least one under »%(field)s«."), params=names)
    return tuple(sorted(read))


def read_match(match: Any) -> str:
    if match not in (ALL, ANY):
        raise RuleError(_("Conditions are joined by »all« or »any«."))
    return match


def read_object(data: Any, names: set[str]) -> dict[str, Any]:
    if not isinstance(data, dict) or set(data) != names:
        raise RuleError(_("The rule is not written as it should be."))
    return data


def read_list(data: Any) -> list:
    if not isinstance(data, list):
        raise RuleError(_("The rule is not written as it should be."))
    return data
