"""Which organisation somebody means, by name or by address, and what points at one."""

import datetime as dt

import pytest
from django.apps import apps
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from cms.organisations.importing import load_organisations
from cms.organisations.models import Domain, Organisation
from cms.organisations.queries import (
    Reference,
    organisation_of_address,
    organisations_called,
    references,
    relations,
)
from tests.factories.pages import make_story
from tests.factories.people import make_members, make_organisation

pytestmark = pytest.mark.django_db
BEFORE, AFTER = dt.date(2026, 12, 31), dt.date(2027, 1, 1)


def called(words, on=BEFORE, **bounds):
    found = organisations_called(words, on=on, **bounds)
    return [(one.organisation.name, one.was) for one in found]


def names(words, on=BEFORE):
    return [name for name, _was in called(words, on)]


def test_finds_the_best_first():
    for name in ("Nye Rosk", "Gammelroskilde", "Rosk Nord", "Nord for Rosk", "Andet"):
        make_organisation(name=name)
    assert names("rosk") == ["Rosk Nord", "Nord for Rosk", "Nye Rosk", "Gammelroskilde"]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("midd", "Middelfart Kommune"),
        ("ÆRØ", "Ærø Kommune"),
        ("ærø k", "Ærø Kommune"),
        ("aeroe", "Ærø Kommune"),
        ("Århus", "Aarhus Kommune"),
        ("åbenrå", "Aabenraa Kommune"),
        ("taastrup", "Høje-Taastrup Kommune"),
        ("skjern ringkøbing", "Ringkøbing-Skjern Kommune"),
        ("kommune middelfart", "Middelfart Kommune"),
        ("410", "Middelfart Kommune"),
        ("0410", "Middelfart Kommune"),
        ("41", "Middelfart Kommune"),
        ("1081", "Region Nordjylland"),
    ],
)
def test_finds_danish_names_and_codes(words, first):
    load_organisations()
    assert names(words)[0] == first


@pytest.mark.parametrize("words", ["", "  ", "%", "_", "'", "\x00", "zzz", "99999", "0", "🌱"])
def test_finds_nothing_by_what_no_name_holds(words):
    load_organisations()
    assert called(words) == []


def test_finds_at_most_ten_however_many_there_are():
    load_organisations()
    assert len(called("kommune")) == 10
    assert len(called("kommune", most=3)) == 3


def test_finds_what_exists_on_the_day_by_what_it_was_before():
    load_organisations()
    assert called("hovedstaden") == [("Region Hovedstaden", "")]
    assert called("hovedstaden", AFTER) == [("Region Østdanmark", "Region Hovedstaden")]
    assert called("1085", AFTER) == [("Region Østdanmark", "Region Sjælland")]
    assert called("østdanmark") == []
    assert called("østdanmark", AFTER) == [("Region Østdanmark", "")]


def test_finds_one_once_and_by_the_name_it_has_today():
    load_organisations()
    assert called("region", AFTER)[3:] == [
        ("Region Østdanmark", ""),
        ("Bornholms Regionskommune", ""),
    ]
    assert len(called("region", AFTER)) == 5


def test_leaves_out_what_ended_and_became_nothing():
    make_organisation(name="Lukket", valid_to=dt.date(2020, 1, 1))
    assert called("lukket") == []


def test_finds_one_and_three_with_one_query(django_assert_num_queries):
    new = make_organisation(name="Prøve ny")
    with django_assert_num_queries(1):
        assert len(called("prøve")) == 1
    make_organisation(name="Prøve to")
    make_organisation(name="Prøve gammel", successor=new, valid_to=dt.date(2020, 1, 1))
    make_organisation(name="Prøve tre")
    with django_assert_num_queries(1):
        assert len(called("prøve")) == 3


class TestAnything(TestCase):
    @given(some.text(max_size=300))
    def test_answers_whatever_is_typed(self, words):
        assert isinstance(organisations_called(words, on=BEFORE), list)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("anna@middelfart.dk", "Middelfart Kommune"),
        ("Anna@Middelfart.DK", "Middelfart Kommune"),
        ("anna@it.middelfart.dk", "Middelfart Kommune"),
        ("anna@skole.it.middelfart.dk", "Skolen"),
        ("anna@ikkemiddelfart.dk", None),
        ("anna@middelfart.dk.example", None),
        ("anna@gmail.com", None),
        ("anna", None),
        ("", None),
        ("a@b\x00.dk", None),
    ],
)
def test_knows_the_organisation_by_the_narrowest_domain(address, name):
    load_organisations()
    school = make_organisation(name="Skolen", kind="other")
    Domain.objects.create(organisation=school, name="skole.it.middelfart.dk")
    found = organisation_of_address(address, on=BEFORE)
    assert (found and found.name) == name


def test_knows_by_an_address_what_the_organisation_became():
    load_organisations()
    assert organisation_of_address("a@regionh.dk", on=BEFORE).name == "Region Hovedstaden"
    assert organisation_of_address("a@regionh.dk", on=AFTER).name == "Region Østdanmark"


def test_suggests_nothing_that_ended():
    closed = make_organisation(valid_to=dt.date(2020, 1, 1))
    Domain.objects.create(organisation=closed, name="lukket.dk")
    assert organisation_of_address("a@lukket.dk", on=BEFORE) is None


def test_looks_an_address_up_with_one_query(django_assert_num_queries):
    load_organisations()
    for address in ("a@middelfart.dk", "a@b.c.d.middelfart.dk"):
        with django_assert_num_queries(1):
            organisation_of_address(address, on=BEFORE)


def test_knows_every_key_that_points_at_an_organisation():
    keys = {
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is Organisation
    }
    known = {(one.related_model, one.field.name) for one in relations()}
    assert known == keys
    assert len(known) >= 5


def test_counts_what_points_at_an_organisation():
    organisation = make_organisation(name="Middelfart Kommune")
    make_members(3, organisation=organisation)
    make_story(organisation=organisation)
    Domain.objects.create(organisation=organisation, name="middelfart.dk")
    make_organisation(successor=organisation)
    with translation.override("en"):
        counted = references(organisation)
    assert sorted(counted, key=lambda one: one.words) == [
        Reference("E-mail domains", 1),
        Reference("First-mover stories", 1),
        Reference("Members", 3),
        Reference("Organisations (became)", 1),
    ]
    assert references(make_organisation()) == []
