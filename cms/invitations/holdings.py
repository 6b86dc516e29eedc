"""What is kept of who comes to a network day, and who is named as the one to ask."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.content.contacts import register_contacts
from cms.content.dates import day_text
from cms.holdings.registry import Ground, Holding, Person, Row, Rule, facts, read, register

from .memory import CalendarLink
from .models import Registration
from .pages import InvitationPage
from .passing import GUESTS_KEPT


def seats_of(person: Person, most: int | None) -> Iterator[Row]:
    """Those of the member, and those of the address as somebody's guest, with what happened to each."""
    mine = Q(email_key=person.address)
    mine |= Q(member=person.member) if person.member else Q()
    found = Registration.objects.filter(mine).select_related("invitation")
    found = found.prefetch_related("events").order_by("-created_at", "-pk")
    for seat in read(found, most):
        happened = (
            f"{day_text(event.at, year=True)}: {event.get_what_display()}"
            for event in seat.events.all()
        )
        is_guest = bool(seat.email_key)
        yield Row(
            at=seat.created_at,
            what=gettext("Signed up for »%(day)s«") % {"day": seat.invitation.title},
            facts=facts(
                ("state", _("State"), seat.get_state_display()),
                ("name", _("Name"), f"{seat.first_name} {seat.last_name}".strip()),
                ("email", _("E-mail"), seat.email),
                ("is_on_list", _("On the list of participants"), is_on_list(seat)),
                ("events", _("What happened"), "\n".join(happened)),
            ),
            deleted_at=seat.invitation.ends_at + GUESTS_KEPT if is_guest else None,
        )


def is_on_list(seat: Registration) -> str:
    return gettext("yes") if seat.is_on_list else gettext("no")


def calendars_of(person: Person, most: int | None) -> Iterator[Row]:
    for link in CalendarLink.objects.filter(member=person.member or 0):
        yield Row(at=link.made_at, what=gettext("Made an address for your own calendar"))


register(
    Holding(
        name="invitations.seats",
        place=25,
        label=_("Sign-ups for network days"),
        what=_("Which days you signed up for, whether you had a seat, and whether you came."),
        why=_("So that you have a seat, and the next in line gets it when you do not come."),
        ground=Ground.MEMBERSHIP,
        kept=_("As long as you are a member."),
        rules=lambda: (
            Rule(
                _("A guest's name and address are deleted %(period)s after the day."),
                GUESTS_KEPT,
                "cms.invitations.sweeping.sweep",
            ),
        ),
        of=seats_of,
        models=frozenset({"cms.Registration", "cms.SeatEvent", "cms.Reminder"}),
        stays=_(
            "That somebody from your organisation was signed up, without your name and address."
        ),
    )
)
register(
    Holding(
        name="invitations.calendar",
        place=26,
        label=_("Your own calendar"),
        what=_("The secret address at which your calendar program finds your network days."),
        why=_("So that your calendar follows them."),
        ground=Ground.CONSENT,
        kept=_("Until you make a new address, end it, or leave."),
        of=calendars_of,
        models=frozenset({"cms.CalendarLink"}),
        is_private=True,
    )
)
CONTACTS = register_contacts(
    name="invitations.contacts",
    place=96,
    label=_("Contact of network days"),
    what=_("Your name, address and telephone where you are the one to ask about a network day."),
    model=InvitationPage,
)
