"""What readers of an invitation miss: no fault, as a day is often announced before all is settled.

A setting of the network says whether a page with gaps is published with a warning, or not at all.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.content.models import NetworkSettings

if TYPE_CHECKING:
    from .pages import InvitationPage


@dataclass(frozen=True)
class Gap:
    """`field` is the page's own field to fill in; empty where it stands in the network's settings."""

    field: str
    words: str


def gaps(page: "InvitationPage", network: NetworkSettings) -> list[Gap]:
    """In the order of the form."""
    is_online = page.kind == page.Kind.WEBINAR or page.online_url
    has_contact = page.contact_email or page.contact_phone
    checks = (
        (page.place or is_online, "place_name", _("Where is it?")),
        (page.takes_members or has_contact, "sign_up", _("How does one sign up?")),
        (page.seats, "seats", _("How many can come?")),
        (page.deadline_at, "deadline_at", _("Until when can one sign up?")),
        (page.is_free or page.price is not None, "price", _("What does it cost?")),
        (has_contact, "contact_name", _("Who answers questions?")),
        (network.contact_email, "", _("Who sends the letters? The network's e-mail is missing.")),
        (
            network.privacy_page_id,
            "",
            _("What happens to what people tell? No page about privacy is chosen."),
        ),
    )
    return [Gap(field, words) for is_there, field, words in checks if not is_there]
