"""What the browser posts from an editor's form."""

from collections.abc import Iterable
from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from newsletters.editions.pages import NewsletterPage

FIELDS = ("title", "slug", "subject", "preheader", "sender_name", "reply_to", "headline", "lead")


def newsletter_form(page: NewsletterPage) -> dict[str, str]:
    """The form of a newsletter as it stands."""
    fields = {name: getattr(page, name) for name in FIELDS}
    none = {name: inline_formset([]) for name in ("corrections", "comments")}
    return nested_form_data(fields | {"body": stream(page.body.raw_data)} | none)


def stream(blocks: Iterable[dict]) -> dict[str, Any]:
    """Stored blocks, with their ids, which Wagtail's own helper leaves out."""
    posted = {
        str(place): {
            "type": block["type"],
            "value": as_posted(block["type"], block["value"]),
            "id": block.get("id") or "",
            "order": str(place),
            "deleted": "",
        }
        for place, block in enumerate(blocks)
    }
    return posted | {"count": str(len(posted))}


def as_posted(kind: str, value: Any) -> Any:
    if kind == "text":
        return rich_text(value)
    if kind == "callout":
        return value | {"text": rich_text(value["text"])}
    if isinstance(value, dict):
        return {name: as_posted("", each) for name, each in value.items()}
    if isinstance(value, list):
        return stream(value)
    return "" if value is None else value
