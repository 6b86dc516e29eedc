"""What audiences and waiting letters do when organisations are merged, or become others."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from cms.organisations.actions import merge
from cms.organisations.importing import load_organisations
from cms.organisations.models import Organisation
from cms.organisations.queries import references
from newsletters.audiences.criteria import CRITERIA
from newsletters.audiences.groups import Condition, Group
from newsletters.audiences.models import Audience
from newsletters.audiences.queries import audiences_naming, recipients
from newsletters.audiences.rules import Rule, sentence
from tests.factories.people import make_editor, make_member, make_organisation
from tests.newsletters.audiences.plain import rule_of

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(dt.datetime(2026, 11, 25, 10))


def of_organisations(*ids, **fields):
    return rule_of(Condition("organisation", ids, **fields))


def saved(name, rule):
    return Audience.objects.create(name=name, rule=rule.to_json())


def merged(kept, gone):
    merge(kept=kept, gone=gone, user=make_editor(), now=NOW)


def stored(audience):
    audience.refresh_from_db()
    return Rule.stored(audience.rule)


def test_names_the_kept_one_in_the_place_of_the_one_that_went():
    kept, gone, other = (make_organisation() for _ in range(3))
    both = saved("begge", of_organisations(kept.pk, gone.pk))
    alone = saved("uden", of_organisations(gone.pk, is_true=False))
    untouched = saved("andre", of_organisations(other.pk))
    before = untouched.changed_at
    merged(kept, gone)
    assert stored(both) == of_organisations(kept.pk)
    assert stored(alone) == of_organisations(kept.pk, is_true=False)
    assert stored(untouched) == of_organisations(other.pk)
    untouched.refresh_from_db()
    both.refresh_from_db()
    assert (untouched.changed_at, both.changed_at) == (before, NOW)


def test_changes_a_rule_of_many_groups_and_nothing_else_in_it():
    kept, gone = (make_organisation(kind="region") for _ in range(2))

    def rule(region):
        groups = [
            Group((Condition("region", (region,)), Condition("unit", ("hr",))), "any"),
            Group((Condition("topic", (gone.pk,)), Condition("goal", (7,)))),
        ]
        return Rule(groups=groups, match="any")

    audience = saved("mange", rule(gone.pk))
    merged(kept, gone)
    assert stored(audience) == rule(kept.pk)


def test_leaves_a_rule_that_cannot_be_read_as_nobody():
    kept, gone = make_organisation(), make_organisation()
    audience = Audience.objects.create(name="i stykker", rule={"x": [gone.pk]})
    merged(kept, gone)
    audience.refresh_from_db()
    assert audience.rule == {"x": [gone.pk]}


def test_is_foreseen_before_it_happens(django_assert_num_queries):
    organisation = make_organisation()
    for number in range(3):
        saved(f"{number}", of_organisations(organisation.pk))
    saved("andre", of_organisations(make_organisation().pk))
    with translation.override("en"):
        (reference,) = references(organisation)
    assert (reference.words, reference.count) == ("Audiences", 3)
    assert reference.note
    with django_assert_num_queries(1):
        assert len(audiences_naming(organisation.pk)) == 3


def test_sends_a_letter_that_waited_to_those_who_were_moved():
    kept, gone = make_organisation(), make_organisation()
    member, other = make_member(organisation=gone), make_member(organisation=kept)
    frozen = of_organisations(gone.pk)
    assert list(recipients(frozen)) == [member]
    merged(kept, gone)
    assert list(recipients(frozen)) == [member, other]


@pytest.fixture
def east():
    """Members of the two regions that become one, of the new one, and one from elsewhere."""
    load_organisations()
    codes = ("265", "101", "1084", "410")
    at = {code: make_member(organisation=Organisation.objects.get(code=code)) for code in codes}
    new = Organisation.objects.get(name="Region Østdanmark")
    return at | {"new": make_member(organisation=new)}


def region(name):
    pk = Organisation.objects.get(name=name).pk
    return rule_of(Condition("region", (pk,)))


def test_counts_members_of_both_old_regions_to_the_new_one_whatever_the_day(east):
    found = set(recipients(region("Region Østdanmark")))
    assert found == {east["265"], east["101"], east["1084"], east["new"]}


def test_lets_an_old_region_mean_what_it_was(east):
    assert set(recipients(region("Region Hovedstaden"))) == {east["101"], east["1084"]}
    assert set(recipients(region("Region Syddanmark"))) == {east["410"]}


def test_counts_who_works_for_an_old_region_to_the_new_one(east):
    new = Organisation.objects.get(name="Region Østdanmark")
    assert set(recipients(of_organisations(new.pk))) == {east["1084"], east["new"]}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "Region Østdanmark",
            "Region Østdanmark (from Jan. 1, 2027; before that Region Hovedstaden and Region Sjælland)",
        ),
        ("Region Hovedstaden", "Region Hovedstaden (until Dec. 31, 2026)"),
        ("Region Syddanmark", "Region Syddanmark"),
    ],
)
def test_says_which_days_a_region_has(east, name, words):
    with translation.override("en"):
        said = sentence(region(name))
    assert said.endswith(f"work within {words}")


def test_says_what_a_merged_one_is_now_and_does_not_offer_it():
    kept, gone = make_organisation(name="Nyby"), make_organisation(name="Gammelby")
    merged(kept, gone)
    with translation.override("en"):
        said = sentence(of_organisations(gone.pk))
    assert said.endswith("work for Gammelby (now Nyby)")
    assert CRITERIA["organisation"].choices() == [(kept.pk, "Nyby")]


def test_reads_the_words_of_many_with_one_query(east, django_assert_num_queries):
    values = list(Organisation.objects.values_list("pk", flat=True))
    for name in ("organisation", "region"):
        with django_assert_num_queries(1):
            CRITERIA[name].titles(values)
