"""What is in the library as schema.org has it. Nothing of persons: a page is what they said yes to."""

from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.translation import get_language

if TYPE_CHECKING:
    from .experiences import ExperiencePage
    from .funding import FundingPage
    from .models import LibraryPage
    from .projects import ProjectPage
    from .tools import ToolPage


def how_to(tool: "ToolPage", *, publisher: str) -> dict[str, Any]:
    """Source: schema.org/HowTo."""
    told = named(tool, "HowTo", publisher=publisher)
    if tool.minutes:
        # ISO 8601 knows minutes of any number.
        told["totalTime"] = f"PT{tool.minutes}M"
    told["step"] = [
        {
            "@type": "HowToStep",
            "position": place,
            "name": step.value["title"],
            "text": in_plain(step.value["text"].source) if step.value["text"] else "",
        }
        for place, step in enumerate(tool.steps, start=1)
    ]
    return told


def project(page: "ProjectPage", *, publisher: str) -> dict[str, Any]:
    """Source: schema.org/Project."""
    told = named(page, "Project", publisher=publisher)
    if page.starts_on:
        told["foundingDate"] = page.starts_on.isoformat()
    if page.ends_on:
        told["dissolutionDate"] = page.ends_on.isoformat()
    members = [page.organisation_name, *(block.value for block in page.partners)]
    told["member"] = [{"@type": "Organization", "name": name} for name in members if name]
    return told


def grant(call: "FundingPage", *, publisher: str) -> dict[str, Any]:
    """Source: schema.org/MonetaryGrant."""
    told = named(call, "MonetaryGrant", publisher=publisher)
    told["funder"] = {"@type": "Organization", "name": call.giver}
    bounds = {"minValue": call.amount_from, "maxValue": call.amount_to}
    known = {name: value for name, value in bounds.items() if value}
    if known:
        told["amount"] = {"@type": "MonetaryAmount", "currency": "DKK", **known}
    return told


def lesson(page: "ExperiencePage", *, publisher: str) -> dict[str, Any]:
    """Source: schema.org/Article."""
    told = named(page, "Article", publisher=publisher)
    told["headline"] = page.title[:110]
    told["author"] = {"@type": "Organization", "name": page.organisation_name or publisher}
    if page.first_published_at:
        told["datePublished"] = page.first_published_at.isoformat()
    return told


def named(page: "LibraryPage", kind: str, *, publisher: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "name": page.title,
        "description": page.lead,
        "url": page.full_url,
    }
    if kind in ("HowTo", "Article"):
        told |= {
            "inLanguage": get_language(),
            "publisher": {"@type": "Organization", "name": publisher},
            "about": [goal.title for goal in page.public_goals],
        }
    return told


def in_plain(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())
