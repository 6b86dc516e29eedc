"""Which organisation somebody means."""

import datetime as dt

import pytest

from cms.members import workplaces
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _places(db):
    for name in ("Køge Kommune", "Ringsted Kommune", "Ringkøbing-Skjern Kommune", "Ærø Kommune"):
        make_organisation(name=name)
    make_organisation(name="Region Syddanmark", kind="region")
    make_organisation(name="Ringvejens Venner", kind="other", is_listed=False)
    make_organisation(name="Egnens Kommune", valid_to=dt.date(2026, 11, 24))
    make_organisation(name="Region Østdanmark", kind="region", valid_from=dt.date(2027, 1, 1))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Køge Kommune", "Køge Kommune"),
        ("  KØGE   kommune ", "Køge Kommune"),
        ("køge", "Køge Kommune"),
        ("ærø", "Ærø Kommune"),
        ("region syd", "Region Syddanmark"),
        ("ringvejens venner", "Ringvejens Venner"),
    ],
)
def test_finds_the_one_that_is_meant(words, name):
    found = workplaces.called(words, today=TODAY).meant
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("ring", ["Ringkøbing-Skjern Kommune", "Ringsted Kommune"]),
        ("skjern", ["Ringkøbing-Skjern Kommune"]),
        ("kø", []),
        ("ringvejens", []),
        ("egnens kommune", []),
        ("region østdanmark", []),
        ("", []),
    ],
)
def test_offers_those_that_it_could_be(words, names):
    found = workplaces.called(words, today=TODAY)
    assert (found.meant, [one.name for one in found.choices]) == (None, names)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("anna@koege.dk", "Køge Kommune"),
        ("anna@mail.koege.dk", "Køge Kommune"),
        ("anna@ringkoebing-skjern.dk", "Ringkøbing-Skjern Kommune"),
        ("anna@syddanmark.dk", "Region Syddanmark"),
        ("anna@gmail.com", None),
        ("anna@koege.evil.dk", None),
        ("", None),
    ],
)
def test_guesses_by_the_domain_of_an_address(address, name):
    found = workplaces.of_address(address, today=TODAY)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("koege.dk", "Køge Kommune"),
        ("KOEGE.dk", "Køge Kommune"),
        ("skole.koege.dk", "Køge Kommune"),
        ("gmail.com", None),
        ("", None),
        ("koege", None),
        ("a@koege.dk", None),
        ("koege.dk\x00", None),
        ("x" * 253, None),
        ("\ud800.dk", None),
    ],
)
def test_knows_the_workplace_of_a_domain(domain, name):
    found = workplaces.of_domain(domain, today=TODAY)
    assert (found and found.name) == name


def test_names_none_for_a_domain_that_visitors_are_not_shown():
    hidden = make_organisation(name="Foreningen Sunde Skoler", kind="other", is_listed=False)
    hidden.domains.create(name="sunde-skoler.dk")
    assert workplaces.of_domain("sunde-skoler.dk", today=TODAY) is None
