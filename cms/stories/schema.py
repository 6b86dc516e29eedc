"""A story as schema.org's Article."""

from typing import TYPE_CHECKING

from django.utils.translation import get_language

if TYPE_CHECKING:
    from .pages import StoryPage


def article(story: "StoryPage", *, publisher: str) -> dict:
    """The JSON-LD object. Source: schema.org/Article and what search engines ask of it."""
    told: dict = {
        "@context": "https://schema.org",
        "@type": "Article",
        # Search engines show no more of it.
        "headline": story.title[:110],
        "description": story.lead,
        "url": story.full_url,
        "inLanguage": get_language(),
        "author": {"@type": "Organization", "name": story.organisation_name or publisher},
        "publisher": {"@type": "Organization", "name": publisher},
        "about": [goal.title for goal in story.public_goals],
    }
    if story.first_published_at:
        told["datePublished"] = story.first_published_at.isoformat()
    if story.last_published_at:
        told["dateModified"] = story.last_published_at.isoformat()
    return told
