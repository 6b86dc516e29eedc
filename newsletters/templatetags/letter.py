"""`{% load letter %}`: the parts of a letter, and the 17 goals for its spectrum."""

from typing import TYPE_CHECKING

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

from cms.content.goals import GOALS, Goal

if TYPE_CHECKING:
    from newsletters.editions.rendering import Part

register = template.Library()


@register.simple_tag(takes_context=True)
def letter_part(context: template.Context, part: "Part", kind: str) -> SafeString:
    """One block through its template of this kind: `mjml` or `txt`. Besides itself it knows the look."""
    chosen = get_template(f"newsletters/editions/blocks/{part.kind}.{kind}")
    return chosen.render({"value": part.value, "teaser": part.teaser, "look": context.get("look")})


@register.simple_tag
def all_goals() -> tuple[Goal, ...]:
    return GOALS
