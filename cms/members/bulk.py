"""What an editor does with many members at once: change, stop, take back, erase. Never give a consent.

Each returns how many it changed, and says so in Wagtail's log, one entry for each member.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import NetworkError
from cms.organisations.models import Organisation
from cms.series.models import Series

from .actions import Stop, reason_of, suppress_all, withdraw_consents
from .leaving import erase
from .models import Consent, Member, Suppression, User

MOST_CHANGED = 1_000
MOST_ERASED = 500
BULK = "cms.bulk"


class TooManyError(NetworkError):
    """More members than may be changed with one press."""

    code = "too_many"


class MiscountedError(NetworkError):
    """The number typed as confirmation is not how many it would be."""

    code = "miscounted"


def check(members: Sequence[Member], most: int = MOST_CHANGED) -> None:
    if len(members) > most:
        words = _("These are more than %(most)s. Choose fewer at a time.")
        raise TooManyError(words % {"most": most})


@transaction.atomic
def add_topic(*, members: Sequence[Member], topic: Model, user: User) -> int:
    check(members)
    through = Member.topics.through
    links = through.objects.filter(topicpage=topic.pk, member__in=members)
    held = set(links.values_list("member_id", flat=True))
    new = [member for member in members if member.pk not in held]
    rows = [through(member_id=member.pk, topicpage_id=topic.pk) for member in new]
    through.objects.bulk_create(rows, ignore_conflicts=True)
    return _log(new, user, "add_topic")


@transaction.atomic
def remove_topic(*, members: Sequence[Member], topic: Model, user: User) -> int:
    check(members)
    links = Member.topics.through.objects.filter(topicpage=topic.pk, member__in=members)
    held = set(links.values_list("member_id", flat=True))
    links.delete()
    return _log([member for member in members if member.pk in held], user, "remove_topic")


@transaction.atomic
def set_language(*, members: Sequence[Member], language: str, user: User) -> int:
    check(members)
    other = [member for member in members if member.language != language]
    Member.objects.filter(pk__in=[one.pk for one in other]).update(language=language)
    return _log(other, user, "language")


@transaction.atomic
def set_organisation(*, members: Sequence[Member], organisation: Organisation, user: User) -> int:
    check(members)
    other = [member for member in members if member.organisation_id != organisation.pk]
    Member.objects.filter(pk__in=[one.pk for one in other]).update(organisation=organisation)
    return _log(other, user, "organisation")


@transaction.atomic
def stop_mail(*, members: Sequence[Member], because: str, user: User, now: dt.datetime) -> int:
    """No newsletter reaches these addresses, until somebody lets it with a reason."""
    check(members)
    by_hand, words = Suppression.Reason.BY_HAND, f"{user}: {reason_of(because)}"
    stops = [Stop(member.fingerprint, by_hand, words, now) for member in members]
    changed = suppress_all(stops=stops, now=now)
    _log(members, user, "stop_mail")
    return changed


@transaction.atomic
def take_back(*, members: Sequence[Member], series: Series, user: User, now: dt.datetime) -> int:
    """Their consents to a series end now."""
    check(members)
    standing = Consent.objects.filter(member__in=members, series=series, withdrawn_at=None)
    held = set(standing.values_list("member_id", flat=True))
    withdraw_consents(said_no={(member, series.pk): now for member in held}, now=now)
    return _log([member for member in members if member.pk in held], user, "take_back")


def erase_all(*, members: Sequence[Member], typed: int | None, now: dt.datetime) -> int:
    """Erase them all, if whoever asks has typed how many they are. No log: it would hold names."""
    check(members, MOST_ERASED)
    if typed != len(members):
        raise MiscountedError(_("Type how many members are erased, as a number."))
    with transaction.atomic():
        for member in members:
            erase(member=member, now=now)
    return len(members)


def _log(members: Sequence[Member], user: User, what: str) -> int:
    for member in members:
        log(instance=member, action=BULK, user=user, data={"what": what})
    return len(members)
