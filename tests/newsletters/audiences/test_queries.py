"""Who a rule means."""

import pytest
from django.utils import timezone

from cms.members.actions import withdraw_consent
from cms.organisations.models import Organisation
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule
from tests.factories.pages import make_topic
from tests.factories.people import make_member, make_organisation

pytestmark = pytest.mark.django_db


def test_means_all_who_consent_when_nothing_narrows():
    anna, bo = make_member(), make_member()
    make_member(consent=False)
    assert list(recipients(Rule())) == [anna, bo]


def test_leaves_out_who_took_the_consent_back():
    member = make_member()
    withdraw_consent(member=member, now=timezone.now())
    assert list(recipients(Rule())) == []


def test_narrows_by_kind_of_organisation():
    region = make_organisation(kind=Organisation.Kind.REGION, name="Region Prøve")
    member = make_member(organisation=region)
    make_member()
    assert list(recipients(Rule(kinds=("region",)))) == [member]


def test_counts_a_member_once_who_fits_two_areas():
    energy, water = make_topic(), make_topic()
    member = make_member(topics=[energy, water])
    make_member()
    assert list(recipients(Rule(topics=(energy.pk, water.pk)))) == [member]


def test_narrows_by_both_at_once():
    energy = make_topic()
    region = make_organisation(kind=Organisation.Kind.REGION, name="Region Prøve")
    member = make_member(topics=[energy], organisation=region)
    make_member(topics=[energy])
    make_member(organisation=region)
    assert list(recipients(Rule(topics=(energy.pk,), kinds=("region",)))) == [member]


def test_means_nobody_when_the_area_is_gone():
    make_member(topics=[make_topic()])
    assert list(recipients(Rule(topics=(987654,)))) == []


@pytest.mark.parametrize("members", [1, 3])
def test_takes_one_query_however_many_there_are(members, django_assert_num_queries):
    organisation = make_organisation()
    for _ in range(members):
        make_member(organisation=organisation)
    with django_assert_num_queries(1):
        assert recipients(Rule(kinds=("municipality",))).count() == members
