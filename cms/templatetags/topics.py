"""`{% load topics %}`: what else is worth reading, on any page that is about areas or goals."""

from typing import Any

from django import template
from wagtail.models import Page

from cms.topics.related import related_to

register = template.Library()


@register.inclusion_tag("cms/topics/related.html", takes_context=True)
def related_pages(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """At most three others, each with the reason; nothing where nothing is near."""
    return {"related": related_to(page), "request": context.get("request")}
