"""Rules and junk, made up for tests."""

import datetime as dt

from hypothesis import strategies as some

from newsletters.audiences.groups import Condition, Group
from newsletters.audiences.rules import Rule

IDS = some.integers(1, 2**31 - 1)
WORDS = some.sampled_from(["municipality", "region", "hr", "elected", "da", "vanished"])
DAYS = some.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)).map(dt.date.isoformat)
VALUES = {
    "kind": WORDS,
    "organisation": IDS,
    "region": IDS,
    "unit": WORDS,
    "role": WORDS,
    "level": WORDS,
    "topic": IDS,
    "goal": IDS,
    "series": IDS,
    "seated": IDS,
    "in_line": IDS,
    "came": IDS,
    "joined": DAYS,
    "language": WORDS,
}


def conditions_of(name: str) -> some.SearchStrategy[Condition]:
    most = 1 if name == "joined" else 12
    values = some.lists(VALUES[name], min_size=1, max_size=most).map(tuple)
    return some.builds(Condition, some.just(name), values, some.booleans())


MATCHES = some.sampled_from(["all", "any"])
# Made once: Hypothesis checks each strategy that it has not seen.
CONDITIONS_OF = {name: conditions_of(name) for name in VALUES}
CONDITIONS = some.sampled_from(sorted(VALUES)).flatmap(CONDITIONS_OF.__getitem__)
GROUPS = some.builds(Group, some.lists(CONDITIONS, min_size=1, max_size=20).map(tuple), MATCHES)
RULES = some.builds(Rule, groups=some.lists(GROUPS, max_size=10), match=MATCHES)
_NAMES = ["match", "groups", "conditions", "field", "is", "values", "topics", "kinds", "all", "any"]
_LEAVES = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=12)
    | some.sampled_from([*_NAMES, *VALUES])
)
JUNK = some.recursive(
    _LEAVES,
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.sampled_from(_NAMES), inner, max_size=4)
        | some.fixed_dictionaries({"match": MATCHES, "groups": inner})
        | some.fixed_dictionaries({"match": MATCHES, "conditions": some.lists(inner, max_size=3)})
        | some.fixed_dictionaries(
            {"field": some.sampled_from(sorted(VALUES)), "is": some.booleans(), "values": inner}
        )
    ),
    max_leaves=30,
)


def rule_of(*conditions: Condition, match: str = "all") -> Rule:
    """One group of these conditions."""
    return Rule(groups=[Group(conditions, match)])


def plain(*, match: str = "all", **condition: object) -> dict:
    """JSON of a rule with one condition, whatever it holds."""
    whole = {"field": "topic", "is": True, "values": [1]} | condition
    return {"match": match, "groups": [{"match": "all", "conditions": [whole]}]}
