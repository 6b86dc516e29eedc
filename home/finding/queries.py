"""The pages on one page of hits, as what they really are."""

from collections import defaultdict

from django.db.models import prefetch_related_objects
from wagtail.models import Page

from cms.caching.publicity import public

DETAILS = ("goals", "organisation")


def with_details(ids: list[int]) -> list[Page]:
    """The pages of these ids in this order, each with what a hit shows of it.

    One query a type, and one for each relation in DETAILS that the type has. What has expired and was not
    yet taken down, or was hidden this very second, is left out.
    """
    pages = public(Page.objects.filter(pk__in=ids)).specific()
    details = {page.pk: page for page in pages}
    kinds = defaultdict(list)
    for page in details.values():
        kinds[type(page)].append(page)
    for kind, of_kind in kinds.items():
        relations = {field.name for field in kind._meta.get_fields()}
        prefetch_related_objects(of_kind, *(name for name in DETAILS if name in relations))
    return [details[pk] for pk in ids if pk in details]
