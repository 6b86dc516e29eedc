"""Areas and goals, and what points at them. Everything here is public: live and not private."""

from typing import TypeVar

from django.apps import apps
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import Page

from cms.caching.publicity import public
from cms.content.levels import Level

LONGEST_SLUG = 100
Pages = TypeVar("Pages", bound=QuerySet)


def goals() -> QuerySet:
    """The goal pages by number."""
    return public(apps.get_model("cms.GoalPage").objects.all()).order_by("number")


def topics_with_goals() -> QuerySet:
    """The areas in the editors' order, each with its goals: two queries in all."""
    topics = public(apps.get_model("cms.TopicPage").objects.all())
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
    return public(pages).select_related("cover").prefetch_related("goals")


def narrowed(pages: Pages, *, topic: str = "", goal: str = "", level: str = "") -> Pages:
    """Those of one area (its slug), one goal (its number) and one level, as they stand in an address.

    A value that fits nothing gives an empty result, never an error.
    """
    if topic:
        # PostgreSQL refuses a null byte.
        pages = pages.filter(topics__slug=topic[:LONGEST_SLUG].replace("\x00", " "))
    if goal:
        number = int(goal) if goal.isascii() and goal.isdigit() and len(goal) < 3 else 0
        pages = pages.filter(goals__number=number)
    if level in Level.values:
        # Only PostgreSQL can look inside JSON lists, so both look at its text.
        pages = pages.annotate(level_text=Cast("levels", TextField()))
        pages = pages.filter(level_text__contains=f'"{level}"')
    elif level:
        pages = pages.none()
    return pages
