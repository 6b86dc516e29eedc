"""What is kept of who comes to a network day, and who is named as the one to ask."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.content.contacts import register_contacts
from cms.content.dates import day_text
from cms.holdings.registry import Ground, Holding, Person, Row, Rule, facts, read, register

from .applications import KEPT, Application
from .asked import in_words
from .memory import CalendarLink
from .models import Registration
from .pages import InvitationPage
from .passing import GUESTS_KEPT
from .questions import ANSWERS_KEPT, NEEDS_KEPT, Answer, Needs


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
                ("organisation", _("Organisation"), seat.organisation_name),
                ("is_on_list", _("On the list of participants"), is_on_list(seat)),
                ("events", _("What happened"), "\n".join(happened)),
            ),
            deleted_at=seat.invitation.ends_at + GUESTS_KEPT if is_guest else None,
        )


def answers_of(person: Person, most: int | None) -> Iterator[Row]:
    """What somebody answered when they signed up."""
    found = Answer.objects.filter(owned_by(person)).select_related("registration__invitation")
    for one in read(found.order_by("-at", "-pk"), most):
        day = one.registration.invitation
        yield Row(
            at=one.at,
            what=gettext("Answered a question of »%(day)s«") % {"day": day.title},
            facts=facts(("answer", one.label, in_words(one.value))),
            deleted_at=day.ends_at + ANSWERS_KEPT,
        )


def needs_of(person: Person, most: int | None) -> Iterator[Row]:
    found = Needs.objects.filter(owned_by(person)).select_related("registration__invitation")
    for one in read(found.order_by("-agreed_at", "-pk"), most):
        day = one.registration.invitation
        yield Row(
            at=one.agreed_at,
            what=gettext("Food and access at »%(day)s«") % {"day": day.title},
            facts=facts(
                ("diet", _("What can you not eat?"), one.diet),
                ("access", _("What do you need to take part?"), one.access),
            ),
            deleted_at=day.ends_at + NEEDS_KEPT,
        )


def owned_by(person: Person) -> Q:
    mine = Q(registration__email_key=person.address)
    return mine | Q(registration__member=person.member) if person.member else mine


def applications_of(person: Person, most: int | None) -> Iterator[Row]:
    found = Application.objects.waiting().filter(email_key=person.address)
    for one in read(found.select_related("invitation").order_by("-created_at", "-pk"), most):
        yield Row(
            at=one.created_at,
            what=gettext("Asked to come to »%(day)s«") % {"day": one.invitation.title},
            facts=facts(
                ("name", _("Name"), one.full_name),
                ("email", _("E-mail"), one.email),
                ("organisation", _("Organisation"), one.workplace),
            ),
            deleted_at=one.expires_at,
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
                _(
                    "The name and address of a guest, or of another who is no member, are deleted "
                    "%(period)s after the day."
                ),
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
SWEEP = "cms.invitations.sweeping.sweep"
register(
    Holding(
        name="invitations.answers",
        place=26,
        label=_("Answers when you signed up"),
        what=_("What you answered to the questions of a network day."),
        why=_("So that the people who run the day can plan it."),
        ground=Ground.MEMBERSHIP,
        kept=_("Until you give the seat back, or hand it over."),
        rules=lambda: (Rule(_("Deleted %(period)s after the day."), ANSWERS_KEPT, SWEEP),),
        of=answers_of,
        models=frozenset({"cms.Answer"}),
    )
)
register(
    Holding(
        name="invitations.needs",
        place=26,
        label=_("Food and access"),
        what=_("What you cannot eat, and what you need to take part in a network day."),
        why=_(
            "So that you can eat and take part. It may tell of health or faith (article 9), so you say "
            "yes to it for itself, and the kitchen gets it without your name."
        ),
        ground=Ground.CONSENT,
        kept=_("Until you give the seat back, hand it over, or empty the fields."),
        rules=lambda: (Rule(_("Deleted %(period)s after the day."), NEEDS_KEPT, SWEEP),),
        of=needs_of,
        models=frozenset({"cms.Needs"}),
        is_private=True,
    )
)
register(
    Holding(
        name="invitations.applications",
        place=26,
        label=_("Sign-ups for network days that wait for a press"),
        what=_("The name, address and organisation that somebody typed to come to a network day."),
        why=_("So that whoever reads the address can say yes to it."),
        ground=Ground.INTEREST,
        kept=_("Until it is confirmed."),
        rules=lambda: (Rule(_("Without a press it is deleted after %(period)s."), KEPT, SWEEP),),
        of=applications_of,
        models=frozenset({"cms.Application"}),
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
