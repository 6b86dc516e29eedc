"""`{% load letter %}`: the parts of a letter, and the 17 goals for its spectrum."""

from typing import TYPE_CHECKING

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import get_language

from cms.content.goals import GOALS, Goal
from newsletters.editions import vocabulary

if TYPE_CHECKING:
    from newsletters.editions.rendering import Part

register = template.Library()


@register.simple_tag(takes_context=True)
def letter_part(context: template.Context, part: "Part", kind: str) -> SafeString:
    """One block through its template of this kind: `mjml` or `txt`. Besides itself it knows the look."""
    chosen = get_template(f"newsletters/editions/blocks/{part.kind}.{kind}")
    return chosen.render({"value": part.value, "teaser": part.teaser, "look": context.get("look")})


@register.filter
def impersonal(text: str) -> str:
    """What everybody may read: each personal word's fallback. Safe HTML stays safe."""
    shown = vocabulary.impersonal(str(text))
    return mark_safe(shown) if isinstance(text, SafeData) else shown  # noqa: S308 - it was


@register.simple_tag
def personal_words() -> list[tuple[str, str]]:
    """(how it is typed in the active language, what it stands for) of each word of the list."""
    language = get_language() or "da"
    return [
        (word.typed.get(language, word.typed["da"]), str(word.about))
        for word in vocabulary.WORDS.values()
    ]


@register.simple_tag
def all_goals() -> tuple[Goal, ...]:
    return GOALS
