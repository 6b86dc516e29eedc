"""The rule of an audience as plain data, and the sentence that says it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.organisations.models import Organisation
from cms.topics.pages import TopicPage


@dataclass(frozen=True)
class Rule:
    """Members interested in any of `topics` (page ids) and working for any of `kinds`.

    An empty tuple does not narrow. Both narrow together: *and* between them, *or* within each.
    """

    topics: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Rule":
        return cls(topics=tuple(data.get("topics", ())), kinds=tuple(data.get("kinds", ())))

    def to_json(self) -> dict[str, Any]:
        return {name: list(values) for name, values in asdict(self).items()}


def sentence(rule: Rule) -> str:
    """The rule in words, in the active language. A vanished area is said to be gone."""
    parts = [_("members who have said yes to newsletters")]
    if rule.kinds:
        labels = [str(Organisation.Kind(kind).label).lower() for kind in rule.kinds]
        parts.append(_("work for: %(kinds)s") % {"kinds": join_or(labels)})
    if rule.topics:
        titles = dict(TopicPage.objects.filter(pk__in=rule.topics).values_list("pk", "title"))
        gone = len(rule.topics) - len(titles)
        named = [titles[pk] for pk in rule.topics if pk in titles]
        if gone:
            named.append(
                ngettext("an area that is gone", "%(count)s areas that are gone", gone)
                % {"count": gone}
            )
        parts.append(_("are interested in: %(topics)s") % {"topics": join_or(named)})
    return _(" and ").join(parts)


def join_or(words: list[str]) -> str:
    """»a, b or c«."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s or %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
