"""Which requests are for everybody, and what they have in common."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_path

# What the lists of pages are narrowed and turned by; a request that says something else is not kept.
NAMES = {"page", "kind", "topic", "goal", "level"}
LONGEST_QUERY = 200
# What others hang on addresses to follow people: nobody here reads it, and no page sees it.
TRACKERS = ("utm_", "fbclid", "gclid", "mc_")
Key = tuple[str, str, str, str, str]


def key_of(request: HttpRequest) -> Key | None:
    """The key of a request as Django knows it."""
    return key_in(request.META, request.scheme or "", request.path)


def key_in(meta: dict[str, Any], scheme: str, path: str) -> Key | None:
    """What all requests for the same answer share, or None where the answer is one person's.

    Takes out of `meta`, the WSGI environment, what is no part of the key, so that it makes no page (T39).
    """
    if meta["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in meta:
        return None
    cookies = meta.get("HTTP_COOKIE", "")
    # A message waits in a cookie of its own until it is shown.
    if cookies and (settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies):
        return None
    query = meta.get("QUERY_STRING", "")
    if query:
        narrowed = narrow(query)
        if narrowed is None:
            return None
        meta["QUERY_STRING"] = query = narrowed
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    return (scheme, meta.get("HTTP_HOST", ""), path, query, language)


def narrow(query: str) -> str | None:
    """The query in one order and without trackers; None where it holds anything unknown."""
    if len(query) > LONGEST_QUERY:
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=10, errors="strict")
    except ValueError:
        return None
    wanted = [pair for pair in pairs if not pair[0].startswith(TRACKERS)]
    names = [name for name, _value in wanted]
    if not NAMES.issuperset(names) or len(set(names)) < len(names):
        return None
    return urlencode(sorted(wanted))
