"""How often each page was read on a day. Nobody who reads is known: a number is all that is kept.

A process counts in memory, so that a page that is kept costs a microsecond more. After an answer has gone
out, once a minute, what was counted is added to the database in one transaction: a visitor's GET itself
changes nothing and waits for nothing. A process that is lost takes at most a minute's counts with it; who
asks a CDN, or has the page already (304), is not counted. Only a site that keeps pages (`PAGE_CACHE`) counts.
"""

import datetime as dt
import logging
import threading
import time
from collections import defaultdict
from http import HTTPStatus
from typing import Any

from django.core.signals import request_finished
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from .models import PageViews

log = logging.getLogger(__name__)
EVERY = 60.0
# More pages than this are not counted until the next minute.
MOST = 5000
ROBOTS = ("bot", "crawl", "spider", "slurp")
_counts: dict[int, int] = {}
_lock = threading.Lock()
_due_at = time.monotonic() + EVERY


def count(page: int | None, status: int, meta: dict[str, Any]) -> None:
    """An answer goes out, of this page if of any, to who asks with these headers (the WSGI environment)."""
    if page and status == HTTPStatus.OK and meta["REQUEST_METHOD"] == "GET":
        seen(page, meta.get("HTTP_USER_AGENT", ""))


def seen(page: int, agent: str) -> None:
    """Somebody was given the page of this id. Who says to be a robot is nobody; what it says is not kept."""
    said = agent.lower()
    if any(name in said for name in ROBOTS):
        return
    with _lock:
        if page in _counts or len(_counts) < MOST:
            _counts[page] = _counts.get(page, 0) + 1


def connect() -> None:
    request_finished.connect(on_finished, dispatch_uid="caching.counting")


def on_finished(**said: Any) -> None:
    """The answer has gone out. Nothing that fails here reaches a reader."""
    global _due_at
    if not _counts or time.monotonic() < _due_at:
        return
    _due_at = time.monotonic() + EVERY
    counted = take()
    try:
        add(counted, timezone.localdate())
    except DatabaseError:
        log.exception("What was read could not be written down; it is tried again.")
        give_back(counted)


def take() -> dict[int, int]:
    with _lock:
        counted = dict(_counts)
        _counts.clear()
    return counted


def give_back(counted: dict[int, int]) -> None:
    with _lock:
        for page, count in counted.items():
            if page in _counts or len(_counts) < MOST:
                _counts[page] = _counts.get(page, 0) + count


def add(counted: dict[int, int], day: dt.date) -> None:
    """Add so many reads of each page to a day. What is no page any more is left out."""
    there = Page.objects.filter(pk__in=counted).order_by("pk").values_list("pk", flat=True)
    with transaction.atomic():
        by_count = defaultdict(list)
        rows = []
        for page in there:
            by_count[counted[page]].append(page)
            rows.append(PageViews(page_id=page, day=day, count=0))
        PageViews.objects.bulk_create(rows, ignore_conflicts=True)
        for count, pages in by_count.items():
            PageViews.objects.filter(page__in=pages, day=day).update(count=F("count") + count)
