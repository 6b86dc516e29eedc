"""Stories that anybody may read."""

from django.apps import apps
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from cms.content.levels import Level


def public_stories() -> QuerySet:
    """The live, not private stories, newest first, with what a list shows of each."""
    stories = apps.get_model("cms.StoryPage").objects.live().public()
    stories = stories.select_related("organisation", "cover").prefetch_related("goals", "topics")
    return stories.order_by("-story_date", "-first_published_at")


def newest_stories(count: int) -> QuerySet:
    return public_stories()[:count]


def filtered_stories(*, topic: str = "", goal: str = "", level: str = "") -> QuerySet:
    """Public stories of one area (its slug), one goal (its number) and one level.

    A value that fits nothing gives an empty result, never an error.
    """
    stories = public_stories()
    if topic:
        # PostgreSQL refuses a null byte.
        stories = stories.filter(topics__slug=topic[:100].replace("\x00", " "))
    if goal:
        number = int(goal) if goal.isascii() and goal.isdigit() and len(goal) < 3 else 0
        stories = stories.filter(goals__number=number)
    if level in Level.values:
        # Only PostgreSQL can look inside JSON lists, so both look at its text.
        stories = stories.annotate(level_text=Cast("levels", TextField()))
        stories = stories.filter(level_text__contains=f'"{level}"')
    elif level:
        stories = stories.none()
    return stories
