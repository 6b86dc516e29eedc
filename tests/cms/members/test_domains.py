"""Domains that members write from, proposed to an editor."""

import pytest

from cms.members.domains import suggested_domains
from cms.organisations.models import Domain
from tests.factories.people import make_member, make_organisation

pytestmark = pytest.mark.django_db


def make_writers(organisation, domain, count):
    for number in range(count):
        make_member(organisation=organisation, email=f"a{number}@{domain}")


def test_proposes_what_several_write_from_the_most_common_first():
    here = make_organisation()
    make_writers(here, "byen.example", 3)
    make_writers(here, "skolen.example", 2)
    make_writers(here, "alene.example", 1)
    make_writers(make_organisation(), "andre.example", 5)
    assert suggested_domains(here) == [("byen.example", 3), ("skolen.example", 2)]


def test_leaves_out_free_mail_and_what_somebody_has():
    here = make_organisation()
    for domain in ("gmail.com", "kendt.example", "it.kendt.example"):
        make_writers(here, domain, 2)
    Domain.objects.create(organisation=make_organisation(), name="kendt.example")
    assert suggested_domains(here) == []


def test_looks_at_one_and_three_with_two_queries(django_assert_num_queries):
    here = make_organisation()
    for domain in ("en.example", "to.example", "tre.example"):
        make_writers(here, domain, 2)
        with django_assert_num_queries(2):
            suggested_domains(here)


def test_proposes_at_most_five():
    here = make_organisation()
    for number in range(7):
        make_writers(here, f"nr{number}.example", 2)
    assert len(suggested_domains(here)) == 5
