"""Which pages anybody may see, without asking each time which are not."""

from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

from .remembering import remember


def private_paths() -> tuple[str, ...]:
    """The paths in the tree from which down pages are only for some."""
    return remember("private paths", read_private_paths)


def read_private_paths() -> tuple[str, ...]:
    return tuple(PageViewRestriction.objects.values_list("page__path", flat=True))


def standing(pages: PageQuerySet) -> PageQuerySet:
    """Those that are live, less those that `tick` ends now."""
    return pages.live().exclude(over())


def public(pages: PageQuerySet) -> PageQuerySet:
    """Those that stand and are not private: Wagtail's `.live().public()`, less those that `tick` ends now."""
    hidden = over()
    for path in private_paths():
        hidden |= Q(path__startswith=path)
    return pages.live().exclude(hidden)


def over() -> Q:
    return Q(expire_at__lte=timezone.now())
