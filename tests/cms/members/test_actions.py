"""Consent: given, withdrawn, given again, never edited."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.members.actions import give_consent, withdraw_consent
from cms.members.models import Consent
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + dt.timedelta(days=1)


def history():
    return list(Consent.objects.order_by("pk").values_list("wording", "given_at", "withdrawn_at"))


def test_gives_consent_with_its_wording_and_time():
    member = make_member(consent=False)
    consent = give_consent(member=member, wording="Ja tak.", now=NOW)
    assert member.open_consent == consent
    assert history() == [("Ja tak.", NOW, None)]


def test_keeps_the_first_yes_when_it_is_given_twice():
    member = make_member(consent=False)
    first = give_consent(member=member, wording="Ja tak.", now=NOW)
    assert give_consent(member=member, wording="Ja igen.", now=LATER) == first
    assert history() == [("Ja tak.", NOW, None)]


def test_withdraws_consent_once():
    member = make_member(consent=False)
    give_consent(member=member, wording="Ja tak.", now=NOW)
    assert withdraw_consent(member=member, now=LATER) is True
    assert withdraw_consent(member=member, now=LATER + dt.timedelta(days=1)) is False
    assert member.open_consent is None
    assert history() == [("Ja tak.", NOW, LATER)]


def test_gives_consent_again_as_a_new_row():
    member = make_member(consent=False)
    give_consent(member=member, wording="Ja tak.", now=NOW)
    withdraw_consent(member=member, now=LATER)
    give_consent(member=member, wording="Ja igen.", now=LATER)
    assert history() == [("Ja tak.", NOW, LATER), ("Ja igen.", LATER, None)]


def test_withdraws_nothing_from_somebody_who_never_said_yes():
    assert withdraw_consent(member=make_member(consent=False), now=NOW) is False
    assert history() == []


def test_withdraws_for_one_member_alone():
    stays, leaves = make_member(), make_member()
    withdraw_consent(member=leaves, now=LATER)
    assert stays.open_consent is not None


def test_withdraws_although_this_machines_clock_is_behind():
    member = make_member(consent=False)
    give_consent(member=member, wording="Ja tak.", now=LATER)
    assert withdraw_consent(member=member, now=NOW) is True
    assert history() == [("Ja tak.", LATER, LATER)]
