"""The pages that a letter points at, of whatever kinds, with the numbers of their goals: one query.

Each becomes an instance of its own model that has only the columns which letters read. Through the models'
own managers it takes a query for each kind and one for the goals, and Django needs longer to write those
than the database to answer them.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from wagtail.models import Page

# Where a page is: rich text links to the translation of a page where there is one.
PLACE = ("url_path", "locale", "translation_key", "live")
_PICTURE = ("cover", "cover_alt")
_WHEN = ("kind", "starts_at", "ends_at", "deadline_at", "cancelled_at")
_WHERE = ("place_name", "place_address", "price_kind", "price")
# What a letter shows of a page, by its model; no other column is read.
FIELDS: dict[str, tuple[str, ...]] = {
    "InvitationPage": (*PLACE, "title", "lead", *_WHEN, *_WHERE, "seats"),
    "StoryPage": (*PLACE, "title", "lead", *_PICTURE, "organisation"),
    "TopicPage": (*PLACE, "title", "lead", *_PICTURE),
    "LibraryPage": (*PLACE, "title", "lead", *_PICTURE, "content_type"),
}
_ORGANISATION = "storypage__organisation"


@dataclass(frozen=True)
class Kind:
    """A model of pages: its columns by their names in an instance, and by their names in a row."""

    model: type[Page]
    attributes: tuple[str, ...]
    columns: tuple[str, ...]
    # The column that only a page of this model has, and that of its goals' numbers.
    key: str
    goals: str = ""


def fetch(keys: set[int]) -> tuple[dict[int, Page], dict[int, list[int]]]:
    """(pages, numbers of their goals in ascending order) by the pages' ids; without those that are gone."""
    kinds, rows = joined()
    pages: dict[int, Page] = {}
    goals: defaultdict[int, list[int]] = defaultdict(list)
    # A page has a row for each of its goals.
    for row in rows.filter(pk__in=keys):
        kind = next(kind for kind in kinds if row[kind.key] is not None)
        if row["id"] not in pages:
            pages[row["id"]] = instance(kind, row, rows.db)
        if kind.goals and row[kind.goals] is not None:
            goals[row["id"]].append(row[kind.goals])
    return pages, {key: sorted(numbers) for key, numbers in goals.items()}


def instance(kind: Kind, row: dict[str, Any], database: str) -> Page:
    page = kind.model.from_db(database, kind.attributes, [row[name] for name in kind.columns])
    if row[_ORGANISATION] is not None and _ORGANISATION in kind.columns:
        known = (row[_ORGANISATION], row[_ORGANISATION + "__name"])
        organisation = apps.get_model("cms", "Organisation")
        page.organisation = organisation.from_db(database, ("id", "name"), known)
    return page


@cache
def joined() -> tuple[list[Kind], QuerySet]:
    """The kinds, the plain page last, and the query that joins them: all letters' but for the ids."""
    kinds = [kind_of(apps.get_model("cms", name), names) for name, names in FIELDS.items()]
    kinds.append(kind_of(Page, PLACE))
    goals = [kind.goals for kind in kinds if kind.goals]
    columns = dict.fromkeys(name for kind in kinds for name in kind.columns)
    rows = Page.objects.order_by().values(*columns, *goals, _ORGANISATION + "__name")
    return kinds, rows


def kind_of(model: type[Page], names: tuple[str, ...]) -> Kind:
    meta = model._meta
    wanted = {"id", meta.pk.name, *names}
    # An instance is made from its columns in their own order.
    fields = [field for field in meta.concrete_fields if field.name in wanted]
    below = "" if model is Page else f"{meta.model_name}__"
    columns = tuple(field.name if field.model is Page else below + field.name for field in fields)
    return Kind(
        model=model,
        attributes=tuple(field.attname for field in fields),
        columns=columns,
        key=below + meta.pk.name,
        goals=f"{below}goals__number" if below else "",
    )
