"""`{% load navigation %}`: the site's menu and the trail to a page."""

import re

from django import template
from django.template.context import RequestContext
from wagtail.models import Page

from cms.caching.remembering import remember
from cms.content.models import NetworkSettings
from home import navigation as ways
from home import schema
from home.finding.words import tidy
from home.navigation import Way, holds, way_to
from home.pages import HomePage

register = template.Library()


@register.simple_tag(takes_context=True)
def way(context: RequestContext) -> Way:
    """Where this page stands. Asked once, by base.html, which keeps it as `way` for all parts."""
    page = context.get("page")
    return way_to(page if isinstance(page, Page) else None, context["request"])


@register.simple_tag(takes_context=True)
def structured_data(context: RequestContext, way: Way, page: Page) -> dict:
    """Who we are, on the front; elsewhere the way down to the page."""
    request = context["request"]
    if not way.trail:
        return schema.organization(NetworkSettings.for_request(request), page, request)
    return schema.breadcrumbs(way.trail, page, request)


@register.simple_tag(takes_context=True)
def languages(context: RequestContext, way: Way, page: Page) -> list[tuple[str, str]]:
    """(language, address) of the page in each of its languages; nothing where it has but one."""
    return ways.languages(page, way, context["request"])


@register.simple_tag(takes_context=True)
def place_in_menu(context: RequestContext, way: Way) -> tuple:
    """All that the head of a page depends on besides public content: which entry is marked, and how."""
    page = context.get("page")
    page = page if isinstance(page, Page) else None
    marked = tuple(
        (entry.pk, entry.pk == page.pk) for entry in way.menu if page and holds(entry, page)
    )
    searching, joining = context.get("searching", False), context.get("joining", False)
    return (way.home.pk if way.home else None, marked, searching, joining)


@register.simple_tag(takes_context=True)
def address_words(context: RequestContext) -> str:
    """What the last part of the address says, as words to search for."""
    last = context["request"].path.rstrip("/").rpartition("/")[2]
    return tidy(re.sub(r"[\W_]+", " ", last))


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
    front = remember(("front", way.home.pk), lambda: way.home.specific) if way.home else None
    return {
        "request": context["request"],
        "entries": entries,
        "home": way.home,
        "join_action": front.join_action if isinstance(front, HomePage) else "",
        "searching": context.get("searching", False),
        "joining": context.get("joining", False),
    }
