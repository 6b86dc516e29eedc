"""A network day as schema.org's Event, for search engines and other readers of structured data."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .pages import InvitationPage


def schema_org(invitation: "InvitationPage", *, organizer: str) -> dict:
    """The JSON-LD object. Source: schema.org/Event and what search engines require of it."""
    online = invitation.kind == invitation.Kind.WEBINAR
    mode = "Online" if online else "Offline"
    status = "EventCancelled" if invitation.is_cancelled else "EventScheduled"
    event: dict = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": invitation.title,
        "description": invitation.lead,
        "startDate": invitation.starts_at.isoformat(),
        "endDate": invitation.ends_at.isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "url": invitation.full_url,
        "isAccessibleForFree": invitation.is_free,
        "organizer": {"@type": "Organization", "name": organizer},
    }
    if online:
        event["location"] = {"@type": "VirtualLocation", "url": invitation.full_url}
    elif invitation.place:
        event["location"] = {
            "@type": "Place",
            "name": invitation.place_name,
            "address": invitation.place_address,
        }
    if invitation.seats is not None:
        event["maximumAttendeeCapacity"] = invitation.seats
    if not invitation.is_free and invitation.price is not None:
        event["offers"] = {
            "@type": "Offer",
            "price": str(invitation.price),
            "priceCurrency": "DKK",
            "url": invitation.full_url,
        }
    return event
