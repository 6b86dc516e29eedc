"""`{% load finding %}`: what narrows a search, as a list."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from home.finding.facets import Option

register = template.Library()


@register.simple_tag
def option_list(options: list[Option]) -> SafeString:
    """Each option as a link with its count. There can be hundreds, and a template takes ten times as long."""
    rows = ((option.url, option.label, option.count) for option in options)
    items = format_html_join("", '<li><a href="{}">{}</a> <span class="meta">{}</span></li>', rows)
    return format_html("<ul>{}</ul>", items)
