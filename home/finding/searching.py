"""The database's full-text search: which public pages answer the words, best first."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from wagtail.models import Page

from .ranking import BEGINNINGS, WORDS, ranked_ids

# What a search may take of PostgreSQL before it is given up.
MOST_MILLISECONDS = 2000


class SearchTooSlowError(Exception):
    """The database did not answer in time."""


def found_ids(query: str) -> list[int]:
    """The ids of the pages that answer the query, best first; also of pages that are not public.

    PostgreSQL knows Danish endings. SQLite finds whole words only; so where nothing is found, the
    beginnings of titles are tried.
    """
    with bounded():
        pages = Page.objects.order_by().live()
        for search, columns in ((pages.search, WORDS), (pages.autocomplete, BEGINNINGS)):
            if connection.vendor == "postgresql":
                found = ranked_ids(search(query), columns)
            else:
                found = list(search(query).get_queryset().values_list("pk", flat=True))
            if found:
                return found
    return []


@contextmanager
def bounded() -> Iterator[None]:
    """No statement inside lasts longer than MOST_MILLISECONDS, where the database can say so."""
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    # The planner thinks that reading all words of all pages is as cheap as the index of them.
                    cursor.execute(
                        f"SET LOCAL statement_timeout = {MOST_MILLISECONDS:d}; SET LOCAL enable_seqscan = off"
                    )
            yield
    except OperationalError as error:
        if "timeout" not in str(error):
            raise
        raise SearchTooSlowError from error
