"""What editors put on top of a search. Wagtail's own table; what people search for is not written into it."""

from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string


@dataclass(frozen=True, slots=True)
class Promoted:
    """A recommendation: a page of the site, or an address elsewhere with its text."""

    title: str
    description: str
    page: Page | None
    url: str


def promoted(query: str, public_ids: dict) -> list[Promoted]:
    """In the editors' order; a page that is not public is left out."""
    picks = SearchPromotion.objects.filter(query__query_string=normalise_query_string(query))
    return [
        Promoted(
            pick.title or pick.external_link_url,
            pick.description,
            pick.page,
            pick.external_link_url,
        )
        for pick in picks.select_related("page")
        if (pick.page_id in public_ids if pick.page_id else pick.external_link_url)
    ]
