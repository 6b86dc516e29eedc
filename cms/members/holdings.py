"""What is kept of members: who they are, what they said yes to, and what was asked or stopped before."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from cms.content.dates import day_text
from cms.holdings.registry import (
    Ground,
    Holding,
    Person,
    Row,
    Rule,
    facts,
    nothing_of,
    read,
    register,
)

from . import joining, leaving, limits, presence, proofs
from .models import Consent, Member, SignUp, Suppression
from .queries import A_LETTER_ARRIVED, JOINED_AGAIN

PRESENCE, PROOFS = "cms.members.presence.sweep", "cms.members.proofs.sweep"
JOINING = "cms.members.sweeping.sweep"
LANGUAGES = dict(settings.LANGUAGES)


def profile_of(person: Person, most: int | None) -> Iterator[Row]:
    members = Member.objects.filter(pk=person.member or 0).select_related("organisation")
    for member in members.prefetch_related("topics", "goals"):
        seen = day_text(member.seen_at, year=True)
        yield Row(
            at=member.joined_at,
            what=gettext("Joined"),
            facts=facts(
                ("first_name", _("First name"), member.first_name),
                ("last_name", _("Last name"), member.last_name),
                ("email", _("E-mail"), member.email),
                ("organisation", _("Organisation"), member.organisation.name),
                ("unit", _("Kind of unit"), member.get_unit_display()),
                ("role", _("Role"), member.get_role_display()),
                ("level", _("Level of interest"), member.get_level_display()),
                ("topics", _("Areas of interest"), ", ".join(map(str, member.topics.all()))),
                ("goals", _("Goals of interest"), ", ".join(map(str, member.goals.all()))),
                ("language", _("Language of letters"), member.get_language_display()),
                ("seen_at", _("Last seen here"), seen),
                ("resting_until", _("Rests until"), rests_until(member)),
            ),
            deleted_at=member.left_at and member.left_at + leaving.GONE_AFTER,
        )


def rests_until(member: Member) -> str:
    return date_format(member.resting_until, "j. F Y") if member.resting_until else ""


def consents_of(person: Person, most: int | None) -> Iterator[Row]:
    found = Consent.objects.filter(member=person.member or 0).select_related("series", "wording")
    for consent in read(found.order_by("-given_at", "-pk"), most):
        withdrawn, wording = consent.withdrawn_at, consent.wording
        yield Row(
            at=consent.given_at,
            what=gettext("Yes to »%(series)s«") % {"series": consent.series},
            facts=facts(
                ("words", _("To these words"), consent.said),
                ("version", _("Version of the words"), version_of(wording)),
                ("withdrawn_at", _("Taken back"), withdrawn and day_text(withdrawn, year=True)),
            ),
            deleted_at=withdrawn and withdrawn + proofs.KEPT,
        )


def version_of(wording: object) -> str:
    """»3, Danish, from Tuesday 4 February 2026«; nothing where an editor wrote the yes down."""
    if wording is None:
        return ""
    return gettext("%(number)s, %(language)s, from %(date)s") % {
        "number": wording.version,  # type: ignore[attr-defined]
        "language": wording.language_name,  # type: ignore[attr-defined]
        "date": day_text(wording.since, year=True),  # type: ignore[attr-defined]
    }


def sign_ups_of(person: Person, most: int | None) -> Iterator[Row]:
    found = SignUp.objects.filter(email_key=person.address).select_related("organisation")
    found = found.prefetch_related("wordings").order_by("-created_at", "-pk")
    for one in read(found, most):
        said = " ".join(wording.words for wording in one.wordings.all())
        yield Row(
            at=one.created_at,
            what=gettext("The address was signed up"),
            facts=facts(
                ("name", _("Name"), one.full_name),
                ("email", _("E-mail"), one.email),
                ("organisation", _("Organisation"), one.workplace),
                ("words", _("Newsletters"), said),
                ("state", _("State"), one.get_answer_display()),
            ),
            deleted_at=one.expires_at,
        )


def stops_of(person: Person, most: int | None) -> Iterator[Row]:
    found = Suppression.objects.filter(fingerprint=person.fingerprint).order_by("-at", "-pk")
    for one in read(found, most):
        lifted = one.lifted_at and day_text(one.lifted_at, year=True)
        yield Row(
            at=one.at,
            what=gettext("Newsletters to the address were stopped"),
            facts=facts(
                ("reason", _("Because"), one.get_reason_display()),
                ("details", _("Details"), one.words),
                ("lifted_at", _("Went on"), lifted),
                ("lifted_because", _("It went on because"), because(one)),
            ),
        )


def because(lifted: Suppression) -> str:
    """Why mail went on: in the reader's language where the machine did it, else as an editor wrote it."""
    if lifted.lifted_by_id:
        return lifted.lifted_because
    by_itself = {
        A_LETTER_ARRIVED: gettext("a letter arrived"),
        JOINED_AGAIN: gettext("joined again"),
    }
    return by_itself.get(lifted.lifted_because, lifted.lifted_because)


def acts_on(person: Person, most: int | None) -> Iterable[Row]:
    """What editors and the site did with the member, from Wagtail's log. Not who the editor was."""
    if not person.member:
        return ()
    log = ModelLogEntry.objects.for_instance(Member(pk=person.member))
    return (
        Row(at=entry.timestamp, what=str(entry.message))
        for entry in read(log.order_by("-timestamp", "-pk"), most)
    )


register(
    Holding(
        name="members.profile",
        place=10,
        label=_("Profile"),
        what=_("Your name, address and workplace, what you work with and what interests you."),
        why=_("To have you as a member, to write to you, and to take up what members need."),
        ground=Ground.MEMBERSHIP,
        kept=_(
            "As long as you are a member. Once a year we ask those whom we have not seen whether they are "
            "still here; who does not answer has left."
        ),
        rules=lambda: (
            Rule(
                _("Who has done nothing here for %(period)s is asked."),
                presence.QUIET_FOR,
                PRESENCE,
            ),
            Rule(
                _("Who has not answered after %(period)s and two letters has left."),
                presence.ANSWER_WITHIN,
                PRESENCE,
            ),
            Rule(_("Erased %(period)s after goodbye."), leaving.GONE_AFTER, PRESENCE),
        ),
        of=profile_of,
        models=frozenset({"cms.Member", "cms.Member_topics", "cms.Member_goals"}),
    )
)
register(
    Holding(
        name="members.consents",
        place=20,
        label=_("Consents"),
        what=_(
            "Each yes to a newsletter, with the exact words and the time, and when you took it back."
        ),
        why=_(
            "To send you what you want and nothing else, and to be able to show that you said yes."
        ),
        ground=Ground.CONSENT,
        kept=_("As long as you get the newsletter. The wordings stay, without persons."),
        rules=lambda: (
            Rule(
                _(
                    "The proof is deleted %(period)s after you take the yes back (our rule). Until then we "
                    "must be able to show it (article 7(1))."
                ),
                proofs.KEPT,
                PROOFS,
            ),
        ),
        of=consents_of,
        models=frozenset({"cms.Consent"}),
    )
)
register(
    Holding(
        name="members.sign_ups",
        place=70,
        label=_("Sign-ups"),
        what=_("What was typed in the form of joining with your address."),
        why=_("To ask the address whether it is true before anybody becomes a member."),
        ground=Ground.MEMBERSHIP,
        kept="",
        rules=lambda: (
            Rule(_("Deleted after %(period)s, confirmed or not."), joining.EXPIRES_AFTER, JOINING),
        ),
        of=sign_ups_of,
        models=frozenset({"cms.SignUp"}),
    )
)
register(
    Holding(
        name="members.tallies",
        place=75,
        label=_("How often somebody signs up"),
        what=_("A coded mark of the address and of the place on the net that a sign-up came from."),
        why=_("So that nobody fills your inbox by signing you up again and again."),
        ground=Ground.INTEREST,
        kept="",
        rules=lambda: (Rule(_("Deleted after %(period)s."), limits.DAY, JOINING),),
        of=nothing_of,
        models=frozenset({"cms.Tally"}),
    )
)
register(
    Holding(
        name="members.stops",
        place=80,
        label=_("Addresses without newsletters"),
        what=_("A coded mark of your address, and why newsletters to it were stopped."),
        why=_("So that a no is remembered, and mail does not go to an address that is dead."),
        ground=Ground.INTEREST,
        kept=_("For as long as the no shall hold. From the mark nobody can read the address."),
        of=stops_of,
        models=frozenset({"cms.Suppression"}),
        stays=_(
            "The coded mark of your address, so that no list that is imported later brings you back."
        ),
        is_mark=True,
    )
)
register(
    Holding(
        name="members.log",
        place=85,
        label=_("Changes to the membership"),
        what=_("That an editor, or the site itself, changed something about you, and when."),
        why=_("So that a mistake can be found and put right."),
        ground=Ground.INTEREST,
        kept=_("As long as you are a member."),
        of=acts_on,
        models=frozenset({"wagtailcore.ModelLogEntry"}),
        stays=_("That something was done that day, without your name."),
    )
)
