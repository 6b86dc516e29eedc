"""Newsletters that anybody may read again."""

from django.apps import apps
from wagtail.query import PageQuerySet


def public_newsletters() -> PageQuerySet:
    """The live, not private newsletters, newest first."""
    newsletters = apps.get_model("newsletters.NewsletterPage").objects.live().public()
    return newsletters.order_by("-first_published_at", "-pk")
