"""What readers of an invitation miss: no fault, as a day is often announced before all is settled.

A setting of the network says whether a page with gaps is published with a warning, or not at all.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision, Site

from cms.content.models import NetworkSettings

if TYPE_CHECKING:
    from .pages import InvitationPage


# In the page's history: that it was to go out by itself, together with others, or by approval.
STOPPED = "network.invitation.stop_at_gaps"


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


def found_gaps(page: "InvitationPage") -> tuple[list[Gap], NetworkSettings]:
    site = page.get_site() or Site.objects.filter(is_default_site=True).first()
    network = NetworkSettings.for_site(site)
    return gaps(page, network), network


def stopping_gaps(page: "InvitationPage") -> list[Gap]:
    """What keeps this page from being published; nothing where the network only warns."""
    found, network = found_gaps(page)
    return found if network.stops_at_gaps else []


def note_stop(page: "InvitationPage", revision: Revision, user: Any) -> None:
    """That it was not published, in its history. A time at which it was to go out is taken back, so that it
    is not tried again every minute.
    """
    if revision.approved_go_live_at:
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
    log(instance=page, action=STOPPED, user=user, revision=revision)


def stopped_at(page: "InvitationPage") -> dt.datetime | None:
    """When the latest draft was last kept from being published."""
    found = PageLogEntry.objects.filter(
        page=page.pk, action=STOPPED, revision=page.latest_revision_id
    )
    return found.order_by("-timestamp").values_list("timestamp", flat=True).first()
