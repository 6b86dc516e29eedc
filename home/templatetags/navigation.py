"""`{% load navigation %}`: the site's menu and the trail to a page."""

from django import template
from django.template.context import RequestContext
from wagtail.models import Page

from home.navigation import Way, holds, way_to
from home.pages import HomePage

register = template.Library()


@register.simple_tag(takes_context=True)
def way(context: RequestContext) -> Way:
    """Where this page stands. Asked once, by base.html, which keeps it as `way` for all parts."""
    page = context.get("page")
    return way_to(page if isinstance(page, Page) else None, context["request"])


@register.inclusion_tag("includes/menu.html", takes_context=True)
def main_menu(context: RequestContext, way: Way) -> dict:
    page = context.get("page")
    page = page if isinstance(page, Page) else None
    entries = [
        {
            "page": entry,
            "here": holds(entry, page),
            "this": page is not None and entry.pk == page.pk,
        }
        for entry in way.menu
    ]
    front = way.home.specific if way.home else None
    return {
        "request": context["request"],
        "entries": entries,
        "home": way.home,
        "join_action": front.join_action if isinstance(front, HomePage) else "",
        "searching": context.get("searching", False),
        "joining": context.get("joining", False),
    }
