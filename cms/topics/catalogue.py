"""What every public page is about, read once for each version of the public content.

Finding, the matrix of goals and areas, and related pages all ask this and not the database: it is right
whenever a page, an area or an organisation has changed, and nothing else has to be kept in step with it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, Model
from django.utils import timezone
from wagtail.models import Page

from cms.caching.publicity import public
from cms.caching.remembering import remember

# What says when a page is about something; a page without such a field has the day it was published.
DATES = ("story_date", "starts_at")
# The signs of a path down to a site's front page.
TREE = 2 * Page.steplen
NEVER = dt.date.min


@dataclass(slots=True)
class Facts:
    """One public page. `kind` is its model's name, `goals` are numbers, `topics` are ids of public areas."""

    pk: int
    path: str
    kind: str
    title: str
    day: dt.date
    topics: tuple[int, ...] = ()
    goals: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()
    organisation: int | None = None


@dataclass(slots=True)
class Catalogue:
    """All public pages by id; the areas' addresses and titles; the organisations' names; who shares what."""

    pages: dict[int, Facts]
    slugs: dict[int, str] = field(default_factory=dict)
    organisations: dict[int, str] = field(default_factory=dict)
    by_topic: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_goal: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def catalogue() -> Catalogue:
    """As everybody may see it now. All threads share it: read it, do not change it."""
    return remember("catalogue", read_catalogue)


def read_catalogue() -> Catalogue:
    """One query for the pages, one for each kind of page that says more of itself, four for the rest."""
    kinds = dict(ContentType.objects.values_list("pk", "model"))
    rows = public(Page.objects.filter(depth__gt=1)).values_list(
        "pk", "path", "content_type_id", "title", "first_published_at"
    )
    found = Catalogue(
        {
            pk: Facts(pk, path, kinds[kind], title, timezone.localdate(at) if at else NEVER)
            for pk, path, kind, title, at in rows
        }
    )
    topics = apps.get_model("cms.TopicPage").objects.values_list("pk", "slug")
    found.slugs = {pk: slug for pk, slug in topics if pk in found.pages}
    found.organisations = dict(apps.get_model("cms.Organisation").objects.values_list("pk", "name"))
    models = [model for model in apps.get_models() if issubclass(model, Page)]
    for model in models:
        add_fields(model, found.pages)
    for pk, topic in pairs(models, "topics", "pk"):
        if pk in found.pages and topic in found.slugs:
            found.pages[pk].topics += (topic,)
            found.by_topic[topic].append(pk)
    for pk, goal in sorted(pairs(models, "goals", "number")):
        if pk in found.pages:
            found.pages[pk].goals += (goal,)
            found.by_goal[goal].append(pk)
    return found


def add_fields(model: type[Page], pages: dict[int, Facts]) -> None:
    """The organisation, the levels and the day of all pages of this kind, where its own table has them."""
    fields = {one.name: one for one in model._meta.local_fields}
    day = next((name for name in DATES if name in fields), None)
    wanted = {"levels": "levels", day: "day"}
    if isinstance(fields.get("organisation"), ForeignKey):
        wanted["organisation"] = "organisation"
    names = [name for name in wanted if name in fields]
    if not names:
        return
    for pk, *values in model.objects.values_list("pk", *names):
        if facts := pages.get(pk):
            for name, value in zip(names, values, strict=True):
                setattr(facts, wanted[name], plain(value))


def plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return timezone.localdate(value)
    return tuple(value) if isinstance(value, list) else value


def pairs(models: Iterable[type[Model]], relation: str, shown: str) -> Iterable[tuple[int, int]]:
    """(page, what it is about) of all kinds of pages with this relation, in one query."""
    queries = []
    for model in models:
        # Kinds that share a table share its relations too: those are asked of the table's own model.
        field = next((one for one in model._meta.local_many_to_many if one.name == relation), None)
        if field is not None:
            through = field.remote_field.through
            page, target = field.m2m_field_name(), field.m2m_reverse_field_name()
            queries.append(through.objects.values_list(f"{page}_id", f"{target}__{shown}"))
    if not queries:
        return []
    return queries[0].order_by().union(*(each.order_by() for each in queries[1:]), all=True)
