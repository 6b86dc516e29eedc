"""The official list of municipalities and regions."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from wagtail.search.backends import get_search_backend

from cms.organisations.importing import load_organisations
from cms.organisations.models import Domain, Organisation
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db
Kind = Organisation.Kind


def test_loads_98_municipalities_and_6_regions():
    assert load_organisations() == 104
    assert Organisation.objects.filter(kind=Kind.MUNICIPALITY).count() == 98
    assert Organisation.objects.filter(kind=Kind.REGION).count() == 6


def test_every_municipality_has_a_code_of_its_own_and_a_region():
    load_organisations()
    municipalities = Organisation.objects.filter(kind=Kind.MUNICIPALITY)
    assert municipalities.filter(code="").count() == 0
    assert municipalities.filter(region=None).count() == 0
    sizes = {
        region.code: region.municipalities.count()
        for region in Organisation.objects.filter(kind=Kind.REGION).exclude(code="")
    }
    assert sizes == {"1081": 11, "1082": 19, "1083": 22, "1084": 29, "1085": 17}


@pytest.mark.parametrize(
    ("code", "name", "region"),
    [
        ("101", "Københavns Kommune", "Region Hovedstaden"),
        ("400", "Bornholms Regionskommune", "Region Hovedstaden"),
        ("265", "Roskilde Kommune", "Region Sjælland"),
        ("410", "Middelfart Kommune", "Region Syddanmark"),
        ("751", "Aarhus Kommune", "Region Midtjylland"),
        ("860", "Hjørring Kommune", "Region Nordjylland"),
    ],
)
def test_knows_the_official_code(code: str, name: str, region: str):
    load_organisations()
    found = Organisation.objects.get(kind=Kind.MUNICIPALITY, code=code)
    assert (found.name, found.region.name) == (name, region)


def test_two_regions_become_one_in_2027():
    load_organisations()
    last, first = dt.date(2026, 12, 31), dt.date(2027, 1, 1)
    ending = Organisation.objects.filter(valid_to=last).order_by("code")
    assert [region.code for region in ending] == ["1084", "1085"]
    new = Organisation.objects.get(valid_from=first)
    assert (new.name, new.code) == ("Region Østdanmark", "")
    assert {region.successor for region in ending} == {new}


def test_loading_again_adds_nothing_and_keeps_what_a_person_changed():
    load_organisations()
    Organisation.objects.filter(code="410").update(name="Middelfart")
    assert load_organisations() == 0
    assert Organisation.objects.get(code="410").name == "Middelfart"


def test_one_that_was_written_by_hand_is_not_doubled():
    Organisation.objects.create(name="Middelfart Kommune", kind=Kind.MUNICIPALITY)
    assert load_organisations() == 103
    assert Organisation.objects.filter(name="Middelfart Kommune").count() == 1


def test_loaded_organisations_are_found_by_search():
    load_organisations()
    found = get_search_backend().autocomplete("Midd", Organisation)
    assert [organisation.code for organisation in found] == ["410"]


def test_loads_domains_for_what_is_new_and_takes_none_from_anybody():
    other = make_organisation(kind="other")
    Domain.objects.create(organisation=other, name="odense.dk")
    load_organisations()
    named = dict(Domain.objects.values_list("name", "organisation__name"))
    assert named["middelfart.dk"] == "Middelfart Kommune"
    assert named["odense.dk"] == other.name
    Domain.objects.filter(name="middelfart.dk").delete()
    load_organisations()
    assert not Domain.objects.filter(name="middelfart.dk").exists()


def test_can_be_loaded_by_a_command_at_any_time():
    for said in ("Added 104 organisations.\n", "Added 0 organisations.\n"):
        out = io.StringIO()
        call_command("organisations", stdout=out)
        assert out.getvalue() == said
