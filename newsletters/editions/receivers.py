"""What Wagtail tells us of: a newsletter that somebody begins."""

from typing import Any

from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import init_new_page

from . import actions
from .pages import NewsletterPage


def connect() -> None:
    init_new_page.connect(begin_with_news, dispatch_uid="newsletters.begin_with_news")


def begin_with_news(*, page: Page, parent: Page, **_kwargs: Any) -> None:
    if isinstance(page, NewsletterPage):
        # The form that opens; what the editor posts takes its place.
        actions.begin(page=page, archive=parent, now=timezone.now())
