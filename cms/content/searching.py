"""The project's search backend: Wagtail's own for the database at hand, with its input made safe.

SQLite's full-text search answers a `"` with an error (wagtail/wagtail #13227), PostgreSQL does so for a
null byte. Every search passes here (the site's, the API's, the admin's), so it is mended here once.
"""

import re
import unicodedata
from typing import Any

from wagtail.search.backends import database

MAX_LENGTH = 200


def clean(query: str) -> str:
    """What was typed, as words: no quotation marks, no control characters, at most 200 characters."""
    words = unicodedata.normalize("NFC", query[: MAX_LENGTH * 4])
    words = "".join(" " if unicodedata.category(c)[0] == "C" or c in "\"'\\" else c for c in words)
    return re.sub(r"\s+", " ", words).strip()[:MAX_LENGTH]


def SearchBackend(params: dict) -> Any:  # noqa: N802 - the name that Wagtail looks for
    """Wagtail's backend for the default database, which cleans each query that is typed text."""
    plain = type(database.SearchBackend(params))

    class CleanSearchBackend(plain):  # type: ignore[misc, valid-type]  # known at run time only
        def _search(
            self, compiler: type, query: Any, model_or_queryset: Any, **options: Any
        ) -> Any:
            if isinstance(query, str):
                query = clean(query)
            return super()._search(compiler, query, model_or_queryset, **options)

    return CleanSearchBackend(params)
