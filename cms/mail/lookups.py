"""Asking a provider what it took: the references of all letters that bear one batch's tag.

Postmark: `GET /messages/outbound` by tag, 45 days back, 500 a page. Mailgun: `GET /v3/DOMAIN/events` by
tag, with links to the next page until one is empty. Both list what they accepted, and our reference with it.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from cms.errors import NetworkError

from .hardening import HardenedSession

PAGE = 300
# A batch of 1,000 has at most a few events a letter: more pages than that is no list.
MOST_PAGES = 60


class LookupFailedError(NetworkError):
    """The provider's list could not be read; it says nothing about what was taken."""

    code = "lookup_failed"
    status = 502


def find_references(tag: str, *, since: dt.datetime) -> set[str]:
    """The references of the letters that the provider has accepted under this tag.

    Raises LookupFailedError. A reference is what we gave the provider, unchecked.
    """
    readers = {"mailgun": _from_mailgun, "postmark": _from_postmark}
    session = HardenedSession(settings.MAIL_DEADLINE)
    try:
        return set(readers[settings.MAIL_PROVIDER](session, tag, since))
    except KeyError as error:
        raise LookupFailedError(f"{settings.MAIL_PROVIDER} has no list to look in") from error
    except (requests.RequestException, ValueError, TypeError, AttributeError) as error:
        raise LookupFailedError(type(error).__name__) from error
    finally:
        session.close()


def _page(session: HardenedSession, url: str, **options: Any) -> dict[str, Any]:
    response = session.get(url, timeout=settings.ANYMAIL["REQUESTS_TIMEOUT"], **options)
    if response.status_code != 200:
        raise LookupFailedError(f"HTTP {response.status_code}")
    page = response.json()
    if not isinstance(page, dict):
        raise LookupFailedError("the list is no list")
    return page


def _from_postmark(session: HardenedSession, tag: str, since: dt.datetime) -> Iterator[str]:
    anymail = settings.ANYMAIL
    url = anymail.get("POSTMARK_API_URL", "https://api.postmarkapp.com").rstrip("/")
    headers = {
        "X-Postmark-Server-Token": anymail["POSTMARK_SERVER_TOKEN"],
        "Accept": "application/json",
    }
    seen = 0
    for _turn in range(MOST_PAGES):
        params: dict[str, Any] = {"tag": tag, "count": PAGE, "offset": seen}
        page = _page(session, f"{url}/messages/outbound", params=params, headers=headers)
        messages = page["Messages"]
        yield from (message.get("Metadata", {}).get("delivery", "") for message in messages)
        seen += len(messages)
        if not messages or seen >= int(page["TotalCount"]):
            return
    raise LookupFailedError("the list has no end")


def _from_mailgun(session: HardenedSession, tag: str, since: dt.datetime) -> Iterator[str]:
    anymail = settings.ANYMAIL
    base = anymail["MAILGUN_API_URL"].rstrip("/")
    url = f"{base}/{anymail['MAILGUN_SENDER_DOMAIN']}/events"
    begin = (since - dt.timedelta(hours=1)).timestamp()
    params: dict[str, Any] | None = {
        "tags": tag,
        "limit": PAGE,
        "begin": begin,
        # Without an end: this machine's clock may be behind.
        "ascending": "yes",
    }
    for _turn in range(MOST_PAGES):
        page = _page(session, url, params=params, auth=("api", anymail["MAILGUN_API_KEY"]))
        items = page["items"]
        if not isinstance(items, list):
            # No list is not the same as an empty one.
            raise LookupFailedError("the list is no list")
        if not items:
            return
        yield from (item.get("user-variables", {}).get("delivery", "") for item in items)
        url, params = page["paging"]["next"], None
        if urlsplit(url)[:2] != urlsplit(base)[:2]:
            # The key goes to nobody else.
            raise LookupFailedError("the list goes on somewhere else")
    raise LookupFailedError("the list has no end")
