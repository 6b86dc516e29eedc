"""Areas and goals, and what points at them. Everything here is public: live and not private."""

from django.apps import apps
from django.db.models import QuerySet
from wagtail.models import Page


def goals() -> QuerySet:
    """The goal pages by number."""
    return apps.get_model("cms.GoalPage").objects.live().public().order_by("number")


def topics_with_goals() -> QuerySet:
    """The areas in the editors' order, each with its goals: two queries in all."""
    topics = apps.get_model("cms.TopicPage").objects.live().public()
    return topics.order_by("path").prefetch_related("goals")


def topics_of(goal: Page) -> QuerySet:
    """The areas that move this goal. A goal that is not saved yet (in a preview) has none."""
    topics = topics_with_goals()
    return topics.filter(goals=goal) if goal.pk else topics.none()


def related(page: Page, name: str) -> QuerySet:
    """The pages that point at `page` through its reverse relation `name`, each with its goals.

    A page that is not saved yet (in a preview) has none.
    """
    model = page._meta.get_field(name).related_model
    pages = getattr(page, name).all() if page.pk else model.objects.none()
    return pages.live().public().select_related("cover").prefetch_related("goals")
