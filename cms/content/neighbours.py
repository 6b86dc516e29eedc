"""The way on from a page: the one before it and the one after it in its list."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.caching.remembering import remember


@dataclass(frozen=True, slots=True)
class Neighbours:
    before: Page | None = None
    after: Page | None = None


def neighbours(page: Page, pages: PageQuerySet) -> Neighbours:
    """Who stands beside `page` among those of its siblings that are in `pages`, in the order of `pages`.

    The order is one of plain fields that are never empty, the last of them unique. One query, however many
    pages there are. A page that is not among them (in a preview) stands beside nobody.
    """
    if not page.pk:
        return Neighbours()
    return remember(("neighbours", page.pk), lambda: find(page, pages))


def find(page: Page, pages: PageQuerySet) -> Neighbours:
    order = pages.query.order_by
    back = tuple(turned(name) for name in order)
    among = pages.sibling_of(page, inclusive=True).select_related(None).prefetch_related(None)
    nearest = Q(pk=page.pk)
    for direction in (order, back):
        next_one = among.filter(beyond(page, direction)).order_by(*direction).values("pk")[:1]
        nearest |= Q(pk__in=next_one)
    standing = {
        found.pk: found for found in among.filter(nearest).only("title", "url_path", "locale")
    }
    if page.pk not in standing:
        return Neighbours()
    line = [None, *standing.values(), None]
    at = line.index(standing[page.pk])
    return Neighbours(line[at - 1], line[at + 1])


def turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def beyond(page: Page, order: tuple[str, ...]) -> Q:
    """What comes after `page` in this order, compared field by field."""
    after, equal = Q(), Q()
    for name in order:
        field = name.removeprefix("-")
        value = getattr(page, field)
        sign = "lt" if name.startswith("-") else "gt"
        after |= equal & Q(**{f"{field}__{sign}": value})
        equal &= Q(**{field: value})
    return after
