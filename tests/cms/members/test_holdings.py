"""What a member's rows say: in words, with the day on which each is deleted."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from cms.holdings.registry import all_holdings
from cms.members import joining, leaving, proofs
from cms.members.actions import lift_suppression, suppress, withdraw_consent
from cms.members.models import Member, Suppression
from cms.members.queries import person_of
from tests.factories.joining import sign_up
from tests.factories.people import make_editor, make_member, make_series

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def rows_of(member, name):
    (holding,) = [one for one in all_holdings() if one.name == name]
    return list(holding.of(person_of(member), None))


def facts(row):
    return {fact.name: fact.value for fact in row.facts}


def test_says_until_when_the_profile_of_one_who_left_is_kept():
    member = make_member(first_name="Anna", last_name="Holm", role="director")
    (row,) = rows_of(member, "members.profile")
    assert (facts(row)["first_name"], facts(row)["role"], row.deleted_at) == (
        "Anna",
        member.get_role_display(),
        None,
    )
    leaving.say_goodbye(member=member, now=NOW)
    (row,) = rows_of(member, "members.profile")
    assert row.deleted_at == NOW + leaving.GONE_AFTER


def test_says_until_when_the_proof_of_a_consent_is_kept():
    member, then = make_member(), timezone.now()
    assert rows_of(member, "members.consents")[0].deleted_at is None
    withdraw_consent(member=member, series=make_series(), now=then)
    (row,) = rows_of(member, "members.consents")
    assert (facts(row)["words"], row.deleted_at) == (
        "Ja tak til nyhedsbreve.",
        then + proofs.KEPT,
    )


def test_says_until_when_a_sign_up_is_kept():
    member = make_member(email="anna@koege.example")
    sign_up(email="Anna@koege.example", now=NOW)
    (row,) = rows_of(member, "members.sign_ups")
    assert (row.at, row.deleted_at) == (NOW, NOW + joining.EXPIRES_AFTER)


def test_says_why_mail_went_on_in_the_readers_language():
    member, editor = make_member(), make_editor()
    suppress(fingerprint=member.fingerprint, reason=Suppression.Reason.BOUNCED, now=NOW)
    lift_suppression(member=member, user=editor, because="Skrev til os.", now=NOW)
    (row,) = rows_of(member, "members.stops")
    assert facts(row)["lifted_because"] == "Skrev til os."
    Suppression.objects.update(lifted_by=None, lifted_because="joined again")
    with translation.override("da"):
        (row,) = rows_of(member, "members.stops")
    assert facts(row)["lifted_because"] != "joined again"


def test_tells_members_of_one_address_apart_from_another():
    anna, bo = make_member(), make_member()
    sign_up(email=bo.email)
    suppress(fingerprint=bo.fingerprint, reason=Suppression.Reason.BOUNCED, now=NOW)
    leaving.say_goodbye(member=bo, now=NOW + dt.timedelta(seconds=1))
    assert rows_of(anna, "members.sign_ups") == []
    assert rows_of(anna, "members.stops") == []
    assert rows_of(anna, "members.log") == []
    assert Member.objects.staying().get() == anna
