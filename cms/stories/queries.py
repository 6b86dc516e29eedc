"""Stories that anybody may read."""

from django.apps import apps
from django.db.models import QuerySet

from cms.caching.publicity import public
from cms.topics.queries import narrowed


def public_stories() -> QuerySet:
    """The live, not private stories, newest first, with what a list shows of each."""
    stories = public(apps.get_model("cms.StoryPage").objects.all())
    stories = stories.select_related("organisation", "cover").prefetch_related("goals", "topics")
    return stories.order_by("-story_date", "-pk")


def newest_stories(count: int) -> QuerySet:
    return public_stories()[:count]


def filtered_stories(*, topic: str = "", goal: str = "", level: str = "") -> QuerySet:
    """Public stories of one area (its slug), one goal (its number) and one level.

    A value that fits nothing gives an empty result, never an error.
    """
    return narrowed(public_stories(), topic=topic, goal=goal, level=level)
