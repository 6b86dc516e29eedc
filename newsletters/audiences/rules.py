"""The rule of an audience as plain data, and the sentence that says it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .criteria import CRITERIA
from .criterion import Value
from .groups import (
    ALL,
    ANY,
    MOST_CONDITIONS,
    MOST_GROUPS,
    MOST_VALUES_IN_ALL,
    Condition,
    Group,
    RuleError,
    read_list,
    read_match,
    read_object,
)
from .words import shorten

# As long as the ledger has room for.
MOST_WORDS = 1000


@dataclass(frozen=True, init=False)
class Rule:
    """Members for whom all, or any, of the groups hold. `Rule()` is everybody, `NOBODY` nobody.

    Two rules that say the same in another order are equal. `topics` (page ids) and `kinds` are the short
    way to »interested in any of these *and* working in any of those«. Raises RuleError for what is none.
    """

    groups: tuple[Group, ...]
    match: str

    def __init__(
        self,
        *,
        topics: Iterable[int] = (),
        kinds: Iterable[str] = (),
        groups: Iterable[Group] = (),
        match: str = ALL,
    ) -> None:
        short = (("kind", tuple(kinds)), ("topic", tuple(topics)))
        given = [
            *groups,
            *(Group((Condition(name, values),)) for name, values in short if values),
        ]
        check_size(given)
        kept = joined(given, read_match(match))
        object.__setattr__(self, "groups", kept)
        object.__setattr__(self, "match", ALL if len(kept) == 1 else match)

    @classmethod
    def from_json(cls, data: Any) -> "Rule":
        """Raises RuleError for anything that `to_json` cannot have given."""
        if isinstance(data, dict) and set(data) <= {"topics", "kinds"}:
            topics, kinds = read_list(data.get("topics", [])), read_list(data.get("kinds", []))
            return cls(topics=topics, kinds=kinds)
        fields = read_object(data, {"match", "groups"})
        groups = read_list(fields["groups"])[: MOST_GROUPS + 1]
        return cls(groups=map(Group.from_json, groups), match=fields["match"])

    @classmethod
    def stored(cls, data: Any) -> "Rule":
        """A rule from our own tables. One that cannot be read means nobody: never everybody."""
        try:
            return cls.from_json(data)
        except RuleError:
            return NOBODY

    def to_json(self) -> dict[str, Any]:
        """{"match", "groups"}; what the first mailings could say is written as they wrote it."""
        short = self.as_short()
        if short is not None:
            return short
        return {"match": self.match, "groups": [group.to_json() for group in self.groups]}

    def as_short(self) -> dict[str, list] | None:
        """{"topics", "kinds"} where these say it all."""
        if self.match != ALL or len(self.groups) > 1:
            return None
        short: dict[str, list] = {"topics": [], "kinds": []}
        for group in self.groups:
            for condition in group.conditions:
                values = short.get(f"{condition.field}s")
                if group.match != ALL or not condition.is_true or values is None or values:
                    return None
                values.extend(condition.values)
        return short

    def names(self, organisation: int) -> bool:
        """Whether a condition on organisations or regions holds this id."""
        return any(condition.names(organisation) for condition in self.conditions)

    def replacing(self, gone: int, kept: int) -> "Rule":
        """The same, with one organisation in another's place. Itself where it does not name it."""
        if not self.names(gone):
            return self
        groups = [group.replacing(gone, kept) for group in self.groups]
        return Rule(groups=groups, match=self.match)

    @property
    def key(self) -> str:
        """What makes two audiences the same, as a hash."""
        return hashlib.sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()

    @property
    def conditions(self) -> list[Condition]:
        return [condition for group in self.groups for condition in group.conditions]


def check_size(groups: list[Group]) -> None:
    if len(groups) > MOST_GROUPS:
        raise RuleError(_("A rule holds at most %(most)s groups."), params={"most": MOST_GROUPS})
    values = sum(len(condition.values) for group in groups for condition in group.conditions)
    if values > MOST_VALUES_IN_ALL:
        raise RuleError(
            _("A rule holds at most %(most)s choices in all."), params={"most": MOST_VALUES_IN_ALL}
        )


def joined(groups: list[Group], match: str) -> tuple[Group, ...]:
    """The groups in order. Those that are joined within as they are among each other become one."""
    alike = [group for group in groups if group.match == match or len(group.conditions) == 1]
    conditions = {condition for group in alike for condition in group.conditions}
    others = set(groups).difference(alike)
    if alike and len(conditions) <= MOST_CONDITIONS:
        alike = [Group(tuple(conditions), match)]
    return tuple(sorted({*others, *alike}, key=lambda group: group.place))


NOBODY = Rule(match=ANY)


def sentence(rule: Rule, series: str = "") -> str:
    """The rule in words, in the active language, for a letter of the series of this title, or any.

    A vanished area or organisation is said to be gone.
    """
    return sentences([rule], series)[0]


def sentences(rules: list[Rule], series: str = "") -> list[str]:
    """The rules in words: at most one query for each criterion, however many rules there are."""
    wanted: dict[str, set[Value]] = defaultdict(set)
    for rule in rules:
        for condition in rule.conditions:
            wanted[condition.field].update(condition.values)
    titles = {name: CRITERIA[name].titles(values) for name, values in wanted.items()}
    return [shorten(said(rule, titles, series), MOST_WORDS) for rule in rules]


Titles = dict[str, dict[Value, str]]


def said(rule: Rule, titles: Titles, series: str) -> str:
    if rule == NOBODY:
        return _("nobody, because the rule cannot be read")
    every = _("members who have said yes to newsletters")
    if series:
        every = _("members who have said yes to »%(series)s«") % {"series": series}
    return _(" and ").join([every, *clauses(rule, titles)])


def clauses(rule: Rule, titles: Titles) -> list[str]:
    """What narrows, to be joined by »and«; what holds an »or« stands in parentheses, unless it is alone."""
    if rule.match == ANY:
        return [f"({_(' or ').join(in_group(group, titles) for group in rule.groups)})"]
    found = []
    for group in rule.groups:
        if group.match == ANY:
            found.append(f"({_(' or ').join(words(one, titles) for one in group.conditions)})")
        elif len(rule.conditions) == 1:
            found.append(words(group.conditions[0], titles))
        else:
            found += [in_company(condition, titles) for condition in group.conditions]
    return found


def in_group(group: Group, titles: Titles) -> str:
    if len(group.conditions) == 1 or group.match == ANY:
        return _(" or ").join(words(condition, titles) for condition in group.conditions)
    inner = _(" and ").join(in_company(condition, titles) for condition in group.conditions)
    return f"({inner})"


def in_company(condition: Condition, titles: Titles) -> str:
    said = words(condition, titles)
    return f"({said})" if len(condition.values) > 1 else said


def words(condition: Condition, titles: Titles) -> str:
    return condition.criterion.words(condition.values, condition.is_true, titles[condition.field])
