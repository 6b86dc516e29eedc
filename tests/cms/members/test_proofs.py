"""Proof of consent leaves two years after the yes was taken back; the wording stays."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.members import proofs
from cms.members.actions import give_consent, withdraw_consent
from cms.members.models import Consent
from cms.series.actions import reword
from cms.series.models import Wording
from tests.factories.people import make_member, make_series

pytestmark = pytest.mark.django_db

NOW = timezone.now()
SECOND = dt.timedelta(seconds=1)


def test_keeps_a_yes_that_holds_and_deletes_one_that_was_taken_back_long_ago():
    series = make_series()
    wording = reword(series=series, language="da", words="Ja tak.", now=NOW)
    old, new = make_member(consent=False), make_member()
    give_consent(member=old, series=series, wording=wording, now=NOW)
    withdraw_consent(member=old, now=NOW + SECOND)
    over = NOW + SECOND + proofs.KEPT
    assert proofs.sweep(now=over - SECOND) == {"proofs of consent deleted": 0}
    assert proofs.sweep(now=over) == {"proofs of consent deleted": 1}
    assert [one.member for one in Consent.objects.all()] == [new]
    assert Wording.objects.filter(pk=wording.pk).exists()


def test_deletes_a_portion_at_a_time(monkeypatch):
    monkeypatch.setattr(proofs, "PORTION", 2)
    for _number in range(3):
        withdraw_consent(member=make_member(), now=NOW)
    late = timezone.now() + proofs.KEPT + dt.timedelta(days=1)
    assert [proofs.sweep(now=late)["proofs of consent deleted"] for _run in range(3)] == [2, 1, 0]
