"""Who a rule means."""

import pytest
from django.utils import timezone

from cms.members.actions import withdraw_consent
from cms.organisations.models import Organisation
from newsletters.audiences.groups import Condition, Group
from newsletters.audiences.queries import Counted, count, recipients, sample
from newsletters.audiences.rules import NOBODY, Rule
from tests.factories.pages import make_topic
from tests.factories.people import make_member, make_members, make_organisation, suppress
from tests.newsletters.audiences.plain import rule_of

pytestmark = pytest.mark.django_db
HR, ELECTED = Condition("unit", ("hr",)), Condition("role", ("elected",))
NOT_HR = Condition("unit", ("hr",), is_true=False)


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


@pytest.fixture
def four():
    """Members of the HR unit and elected ones: both, the first, the second, neither."""
    return [
        make_member(unit="hr", role="elected"),
        make_member(unit="hr"),
        make_member(role="elected"),
        make_member(),
    ]


@pytest.mark.parametrize(
    ("rule", "places"),
    [
        (rule_of(HR, ELECTED), [0]),
        (rule_of(HR, ELECTED, match="any"), [0, 1, 2]),
        (rule_of(NOT_HR, ELECTED), [2]),
        (rule_of(NOT_HR, ELECTED, match="any"), [0, 2, 3]),
        (Rule(groups=[Group((HR, ELECTED)), Group((NOT_HR,))], match="any"), [0, 2, 3]),
        (Rule(groups=[Group((HR, ELECTED), "any"), Group((NOT_HR,))]), [2]),
        (rule_of(HR, NOT_HR), []),
        (NOBODY, []),
        (Rule(), [0, 1, 2, 3]),
    ],
)
def test_joins_conditions_by_and_or_and_not(four, rule, places):
    assert list(recipients(rule)) == [four[place] for place in places]
    assert count(rule).members == len(places)


def test_lets_two_areas_be_asked_for_both_at_once():
    energy, water = make_topic(), make_topic()
    member = make_member(topics=[energy, water])
    make_member(topics=[energy])
    both = rule_of(Condition("topic", (energy.pk,)), Condition("topic", (water.pk,)))
    assert list(recipients(both)) == [member]


def test_counts_those_it_leaves_out_apart():
    make_members(3, unit="hr")
    suppress(make_member(unit="hr"))
    make_member(unit="hr", consent=False)
    suppress(make_member(unit="hr", consent=False))
    suppress(make_member())
    assert count(rule_of(HR)) == Counted(members=3, unreachable=1, unconfirmed=2)


def test_is_written_as_sql_even_for_nobody():
    sql, _values = recipients(NOBODY).query.sql_with_params()
    assert sql.startswith("SELECT")


@pytest.mark.parametrize("members", [1, 3])
def test_takes_one_query_however_many_there_are(members, django_assert_num_queries):
    make_members(members)
    rule = Rule(kinds=("municipality",))
    with django_assert_num_queries(1):
        assert recipients(rule).count() == members
    with django_assert_num_queries(1):
        assert count(rule).members == members
    with django_assert_num_queries(1):
        assert len([str(one.organisation) for one in sample(rule, 10)]) == members


def test_shows_the_same_ten_each_time_and_only_those_it_reaches():
    made = make_members(12)
    suppress(made[0])
    shown = sample(Rule(), 10)
    assert len(shown) == 10
    assert made[0] not in shown
    assert shown == sample(Rule(), 10)


def test_takes_the_largest_rule_there_can_be():
    groups = [
        Group(tuple(Condition("topic", (n, place, 99)) for n in range(100, 120)), "any")
        for place in range(1, 11)
    ]
    assert count(Rule(groups=groups)) == Counted(0, 0, 0)
