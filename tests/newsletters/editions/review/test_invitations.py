"""Invitations in the letter."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.invitations.pages import InvitationPage
from newsletters.editions.review import invitations
from tests.factories.pages import make_invitation, make_newsletter

from .drafts import found, severities

pytestmark = pytest.mark.django_db

NOW = timezone.now()
WEEK = dt.timedelta(days=7)


def letter_of(invitation):
    return make_newsletter(body=[("invitation", {"page": invitation, "lead": ""})])


def test_advises_against_a_day_that_was():
    page = letter_of(make_invitation(title="Dengang", starts_at=NOW - WEEK))
    (fault,) = found(invitations.invites_to_days_to_come, page, NOW)
    assert (fault.block, "»Dengang«" in fault.words) == (str(page.body[0].id), True)
    assert not fault.is_stop


def test_advises_against_a_day_whose_deadline_was():
    day = make_invitation(starts_at=NOW + WEEK, deadline_at=NOW - WEEK)
    faults = found(invitations.invites_to_days_to_come, letter_of(day), NOW)
    assert severities(faults) == ["warn"]


@pytest.mark.parametrize("deadline_at", [None, NOW + WEEK])
def test_lets_a_day_to_come_be(deadline_at):
    day = make_invitation(starts_at=NOW + 2 * WEEK, deadline_at=deadline_at)
    assert found(invitations.invites_to_days_to_come, letter_of(day), NOW) == []


def test_advises_to_say_place_deadline_and_price():
    day = make_invitation(price_kind="paid", price=100)
    # An editor cannot publish it so; a migration or an import could leave it so.
    InvitationPage.objects.filter(pk=day.pk).update(price=None)
    (fault,) = found(invitations.says_what_guests_ask, letter_of(day), NOW)
    assert "sted, frist, pris" in fault.words
    assert not fault.is_stop


@pytest.mark.parametrize(
    "fields", [{"place_name": "Rådhuset"}, {"place_address": "Torvet 1"}, {"kind": "webinar"}]
)
def test_lets_an_invitation_with_its_facts_be(fields):
    day = make_invitation(deadline_at=NOW + WEEK, price_kind="paid", price=350, **fields)
    assert found(invitations.says_what_guests_ask, letter_of(day), NOW) == []


@pytest.mark.parametrize(
    "rule", [invitations.invites_to_days_to_come, invitations.says_what_guests_ask]
)
def test_leaves_a_deleted_invitation_to_another_rule(rule):
    day = make_invitation()
    page = letter_of(day)
    day.delete()
    assert found(rule, page, NOW) == []
