"""Criteria by interest: in areas, and in goals."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms.content.goals import GOALS
from cms.members.models import Member
from cms.topics.pages import GoalPage, TopicPage
from cms.topics.queries import topics_with_goals

from .criterion import Ids, Value


class Topic(Ids):
    name = "topic"
    label = _("Area of interest")
    positive = _("are interested in %(values)s")
    negative = _("are not interested in %(values)s")

    def choices(self) -> list[tuple[Value, str]]:
        return list(topics_with_goals().values_list("pk", "title"))

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        # One that is taken off the site still has its members.
        found = TopicPage.objects.filter(pk__in=values).order_by("path")
        return dict(found.values_list("pk", "title"))

    def query(self, values: Collection[Value]) -> Q:
        topics = [int(value) for value in values]
        interests = Member.topics.through.objects
        return Q(Exists(interests.filter(member=OuterRef("pk"), topicpage__in=topics)))

    def gone(self, count: int) -> str:
        words = ngettext("an area that is gone", "%(count)s areas that are gone", count)
        return words % {"count": count}


class AGoal(Ids):
    """A goal by its number, which outlives its page: those interested in it, or in an area that moves it."""

    name = "goal"
    label = _("Goal of interest")
    positive = _("are interested in %(values)s, by itself or through an area")
    negative = _("are not interested in %(values)s, by itself or through an area")

    def choices(self) -> list[tuple[Value, str]]:
        return [(goal.number, f"{goal.number}. {goal.title}") for goal in GOALS]

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        words = gettext("goal %(number)s (%(title)s)")
        return {
            goal.number: words % {"number": goal.number, "title": goal.title}
            for goal in GOALS
            if goal.number in values
        }

    def query(self, values: Collection[Value]) -> Q:
        moved = GoalPage.objects.filter(number__in=values)
        topics = TopicPage.objects.filter(goals__in=moved.values("pk"))
        own = moved.filter(members=OuterRef("pk"))
        through_areas = Member.topics.through.objects.filter(
            member=OuterRef("pk"), topicpage__in=topics.values("pk")
        )
        return Q(Exists(own)) | Q(Exists(through_areas))
