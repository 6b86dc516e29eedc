"""Each thing to narrow by: whom it takes in, and whom it leaves out."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.members.actions import give_consent
from cms.members.models import Member
from cms.organisations.models import Organisation
from newsletters.audiences.criteria import CRITERIA
from newsletters.audiences.groups import Condition
from newsletters.audiences.queries import recipients
from tests.factories.pages import make_goal, make_invitation, make_topic
from tests.factories.people import make_member, make_organisation, make_series
from tests.factories.seats import make_registration
from tests.newsletters.audiences.plain import VALUES, rule_of

pytestmark = pytest.mark.django_db


def make_pair(name: str) -> tuple[Member, Member, int | str]:
    """A member for whom it is true, another for whom it is not, and the value that tells them apart."""
    if name in ("kind", "region"):
        region = make_organisation(kind=Organisation.Kind.REGION, name="Region Prøve")
        within = region if name == "kind" else make_organisation(region=region)
        value = "region" if name == "kind" else region.pk
        return make_member(organisation=within), make_member(), value
    if name == "organisation":
        member = make_member()
        return member, make_member(), member.organisation_id
    if name in ("topic", "goal"):
        topic = make_topic(goals=[make_goal(7)])
        value = topic.pk if name == "topic" else 7
        return make_member(topics=[topic]), make_member(topics=[make_topic()]), value
    if name == "series":
        member, second = make_member(), make_series("invitationer")
        give_consent(member=member, series=second, words="Ja.", now=timezone.now())
        return member, make_member(), second.pk
    if name in ("seated", "in_line", "came"):
        day = make_invitation(seats=1)
        seated, waits = make_member(), make_member()
        for one in (seated, waits):
            make_registration(day, one)
        day.registrations.filter(member=seated).update(checked_in_at=timezone.now())
        return (waits, seated, day.pk) if name == "in_line" else (seated, waits, day.pk)
    if name == "joined":
        newer, older = make_member(), make_member()
        midnight = timezone.make_aware(dt.datetime(2026, 3, 1))
        Member.objects.filter(pk=newer.pk).update(joined_at=midnight)
        Member.objects.filter(pk=older.pk).update(joined_at=midnight - dt.timedelta(seconds=1))
        return newer, older, "2026-03-01"
    values = {"unit": "hr", "role": "elected", "level": "tactical", "language": "en"}
    return make_member(**{name: values[name]}), make_member(), values[name]


@pytest.mark.parametrize("name", CRITERIA)
def test_takes_in_those_for_whom_it_is_true(name):
    member, _other, value = make_pair(name)
    assert list(recipients(rule_of(Condition(name, (value,))))) == [member]


@pytest.mark.parametrize("name", CRITERIA)
def test_takes_in_the_others_when_it_is_turned_round(name):
    _member, other, value = make_pair(name)
    assert list(recipients(rule_of(Condition(name, (value,), is_true=False)))) == [other]


@pytest.mark.parametrize("name", CRITERIA)
def test_offers_only_choices_that_it_reads_and_names(name):
    make_pair(name)
    criterion = CRITERIA[name]
    values = [value for value, _title in criterion.choices()]
    assert [criterion.read(value) for value in values] == values
    assert list(criterion.titles(values)) == values


def test_counts_the_region_itself_to_the_region():
    region = make_organisation(kind=Organisation.Kind.REGION, name="Region Prøve")
    member = make_member(organisation=region)
    assert list(recipients(rule_of(Condition("region", (region.pk,))))) == [member]


def test_counts_a_goal_that_a_member_has_named_without_an_area():
    goal, member = make_goal(7), make_member()
    member.goals.add(goal)
    make_member().goals.add(make_goal(8))
    assert list(recipients(rule_of(Condition("goal", (7,))))) == [member]


def test_counts_a_member_who_came_as_the_guest_of_another():
    day = make_invitation(guests_allowed=1)
    host, member = make_member(), make_member()
    guest = make_registration(day, host, guests=1).guests.get()
    guest.email = guest.email_key = member.email_key
    guest.checked_in_at = timezone.now()
    guest.save()
    assert list(recipients(rule_of(Condition("came", (day.pk,))))) == [member]


def test_offers_the_days_of_two_years_and_names_older_ones_too():
    now = timezone.now()
    new, old = make_invitation(), make_invitation(starts_at=now - dt.timedelta(days=731))
    came = CRITERIA["came"]
    assert [pk for pk, _title in came.choices()] == [new.pk]
    assert list(came.titles([old.pk])) == [old.pk]
    assert came.words([0], True, {}) == "mødte op til en dag, der ikke findes længere"


def test_is_tried_for_every_criterion():
    assert sorted(VALUES) == sorted(CRITERIA)
