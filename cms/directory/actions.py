"""What a member does about themselves in the directory, and the letters that they write to each other.

Only here are entries and notes written.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.mail.actions import cancel, post
from cms.members.models import Member, User
from cms.organisations.models import Organisation
from cms.topics.pages import GoalPage, TopicPage

from . import queries
from .letters import LETTER
from .models import Entry, Note

DAY = dt.timedelta(days=1)
LETTERS_A_DAY = 10
LETTERS_TO_ONE_A_DAY = 2
PROFILE_FIELDS = ("first_name", "last_name", "organisation", "unit", "role", "level")


class NotTakenError(NetworkError):
    """No letter goes to this member from this one: they take none, their mail is stopped, they are gone, or
    they are not in the directory and have not written first.
    """

    code = "letter_not_taken"
    status = 409


class OneselfError(NetworkError):
    """Nobody writes to themselves here."""

    code = "letter_to_oneself"
    status = 409


class TooManyLettersError(NetworkError):
    """As many letters as fit in a day are written."""

    code = "too_many_letters"
    status = 429


@dataclass(frozen=True)
class Profile:
    """What a member says of themselves, checked by the form. Topics and goals are ids."""

    first_name: str
    organisation: Organisation
    last_name: str = ""
    unit: str = ""
    role: str = ""
    level: str = ""
    topics: Sequence[int] = ()
    goals: Sequence[int] = ()


@dataclass(frozen=True)
class Listing:
    """A yes to being in the directory, field by field."""

    shows_unit: bool = False
    shows_role: bool = False
    shows_level: bool = False
    shows_topics: bool = False
    shows_goals: bool = False
    takes_letters: bool = True
    helps_with: str = ""


@transaction.atomic
def keep_profile(
    *,
    member: Member,
    profile: Profile,
    listing: Listing | None,
    takes_answers: bool = True,
    now: dt.datetime,
) -> None:
    """Write down what a member says of themselves, and what is shown in the directory (None: not in it).

    Who is not in it may have written to others all the same, and says here whether they may answer.
    """
    found = Member.objects.select_for_update().filter(pk=member.pk).first()
    if found is None:
        # Erased at this moment, so there is nobody to say anything of.
        return
    for name in PROFILE_FIELDS:
        setattr(found, name, getattr(profile, name))
    found.save(update_fields=PROFILE_FIELDS)
    found.topics.set(TopicPage.objects.filter(pk__in=profile.topics))
    found.goals.set(GoalPage.objects.filter(pk__in=profile.goals))
    # The account greets by name, too.
    User.objects.filter(email=found.email_key).update(
        first_name=found.first_name, last_name=found.last_name
    )
    if listing is None:
        Entry.objects.filter(member=found).delete()
        Note.objects.filter(sender=found).update(is_closed=not takes_answers)
    else:
        list_member(member=found, listing=listing, now=now)


def list_member(*, member: Member, listing: Listing, now: dt.datetime) -> Entry:
    """Put a member in the directory, or change what they show there. Call it in a transaction."""
    entry = Entry.objects.filter(member=member).first() or Entry(member=member, listed_at=now)
    entry.member = member
    for name, value in asdict(listing).items():
        setattr(entry, name, value)
    entry.take_name()
    entry.save()
    return entry


def unlist(*, member: Member, now: dt.datetime) -> None:
    """Take a member out of the directory, and letters that they wrote and that have not left back."""
    Entry.objects.filter(member=member).delete()
    Note.objects.filter(sender=member).update(is_closed=True)
    take_back(sender=member, now=now)


@transaction.atomic
def write(*, sender: Member, recipient: Member, text: str, press: str, now: dt.datetime) -> Note:
    """Send a letter from one member to another, with no address in it, and count it.

    `press` names the form that was pressed: the same words from the same form are one letter. Raises
    OneselfError, NotTakenError, TooManyLettersError; then nothing was written.
    """
    if sender.pk == recipient.pk:
        raise OneselfError(_("This is you. Write to a colleague."))
    # In one order, so that two who write to each other do not wait for each other.
    pks = [sender.pk, recipient.pk]
    locked = Member.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    people = {one.pk: one for one in locked}
    if len(people) < len(pks):
        raise not_taken()
    sender, recipient = people[sender.pk], people[recipient.pk]
    mark = mark_of(recipient, text, press)
    if standing := Note.objects.filter(sender=sender, mark=mark).first():
        return standing
    check(sender=sender, recipient=recipient, now=now)
    note = Note.objects.create(sender=sender, recipient=recipient, mark=mark, at=now)
    with translation.override(recipient.language):
        answer_url = reverse("directory:answer", args=[note.code])
        settings_url = f"{reverse('directory:profile')}#letters"
    post(
        kind=LETTER.name,
        address=recipient.email,
        values={
            "sender": sender.full_name,
            "organisation": sender.organisation.as_of(timezone.localdate(now)).name,
            "letter_text": text,
            "answer_url": answer_url,
            "settings_url": settings_url,
        },
        language=recipient.language,
        about=note.about,
        key=f"{LETTER.name}:{note.code}",
        now=now,
    )
    return note


def check(*, sender: Member, recipient: Member, now: dt.datetime) -> None:
    """Raises the reason why no letter can go from the one to the other now. The limits depend on the sender
    alone, so they are looked at first: they tell nothing of the recipient.
    """
    written = queries.written_since(sender, now - DAY)
    if sum(written.values()) >= LETTERS_A_DAY:
        raise TooManyLettersError(
            _("You have written %(count)s letters within a day. Write more tomorrow.")
            % {"count": LETTERS_A_DAY}
        )
    if written.get(recipient.pk, 0) >= LETTERS_TO_ONE_A_DAY:
        raise TooManyLettersError(
            _("You have written to this colleague twice within a day. Wait until tomorrow.")
        )
    if not queries.may_write(sender, recipient):
        raise not_taken()


def not_taken() -> NotTakenError:
    return NotTakenError(
        _("This colleague cannot be written to through the site. The network's office can help.")
    )


def mark_of(recipient: Member, text: str, press: str) -> str:
    """128 bits, hex, that say nothing to whoever reads them."""
    words = f"{recipient.pk} {press} {text}"
    return salted_hmac("directory.note", words, algorithm="sha256").hexdigest()[:32]


def take_back(*, sender: Member, now: dt.datetime) -> None:
    """Let no letter of somebody who is being erased leave any more."""
    for note in Note.objects.filter(sender=sender, at__gt=now - LETTER.lifetime):
        cancel(about=note.about, now=now)
