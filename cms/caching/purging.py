"""What a CDN in front of the site is told at once: a page that changed, and those above it, which list it.

All else that it holds grows at most `CDN_SECONDS` old. It is told by a worker, so that no editor waits,
and through Wagtail's own backends.
"""

import copy
import socket
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django_tasks import task
from wagtail.contrib.frontend_cache.tasks import purge_urls_from_cache_task
from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

# Seconds. Wagtail's backends name no limit, and a CDN that is gone must not hold a worker.
PATIENCE = 10


@task(backend="mail", queue_name="mail")
def purge_addresses_task(addresses: list[str]) -> None:
    """Tell the CDN to ask for these anew. What it answers is in the log."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE)
    try:
        purge_urls_from_cache_task.func(addresses)
    finally:
        socket.setdefaulttimeout(before)


def connect() -> None:
    for signal, receiver in (
        (page_published, on_change),
        (page_unpublished, on_change),
        (page_slug_changed, on_new_slug),
        (post_page_move, on_move),
    ):
        signal.connect(receiver, dispatch_uid="caching.purge")


def on_change(instance: Page, **said: Any) -> None:
    purge([instance])


def on_new_slug(instance: Page, instance_before: Page, **said: Any) -> None:
    purge([instance, instance_before])


def on_move(instance: Page, url_path_before: str, **said: Any) -> None:
    before = copy.copy(instance)
    before.url_path = url_path_before
    purge([instance, before])


def purge(pages: Iterable[Page]) -> None:
    """Ring for a worker with the addresses of these pages and of those above them."""
    if not settings.WAGTAILFRONTENDCACHE:
        return
    batch = PurgeBatch()
    for page in pages:
        batch.add_page(page)
        batch.add_pages(page.get_ancestors().filter(depth__gt=1))
    if batch.urls:
        purge_addresses_task.enqueue(sorted(batch.urls))
