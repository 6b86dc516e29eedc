"""The table of organisations."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.organisations.importing import load_organisations
from cms.organisations.models import HEIRS, MOST_STEPS, Organisation
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db


def test_is_called_by_its_name():
    assert str(make_organisation(name="Middelfart Kommune")) == "Middelfart Kommune"


def test_stands_in_order_of_names():
    for name in ("Ærø Kommune", "Middelfart Kommune", "Assens Kommune"):
        make_organisation(name=name)
    names = list(Organisation.objects.values_list("name", flat=True))
    assert names.index("Assens Kommune") < names.index("Middelfart Kommune")


def test_refuses_a_last_day_before_the_first():
    day = dt.date(2027, 1, 1)
    with pytest.raises(ValidationError) as caught:
        Organisation(
            name="Region Østdanmark", valid_from=day, valid_to=day - dt.timedelta(days=1)
        ).full_clean()
    assert list(caught.value.message_dict) == ["valid_to"]


def test_may_exist_for_a_single_day():
    day = dt.date(2027, 1, 1)
    Organisation(name="Region Østdanmark", valid_from=day, valid_to=day).full_clean()


def test_refuses_the_same_code_twice_for_one_kind():
    make_organisation(kind="municipality", code="410")
    again = Organisation(name="En anden", kind="municipality", code="410")
    with pytest.raises(ValidationError):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_lets_a_region_have_a_municipalitys_number_and_many_have_none():
    make_organisation(kind="municipality", code="410")
    make_organisation(kind="region", code="410")
    make_organisation(kind="other")
    make_organisation(kind="other")
    assert Organisation.objects.count() == 4


def test_refuses_the_same_name_twice():
    make_organisation(name="Middelfart Kommune")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation(name="Middelfart Kommune")


def test_keeps_a_region_while_municipalities_lie_in_it():
    region = make_organisation(kind="region")
    make_organisation(region=region)
    with pytest.raises(IntegrityError), transaction.atomic():
        region.delete()


def test_becomes_another_on_the_day_without_anybody_doing_anything():
    load_organisations()
    last, first = dt.date(2026, 12, 31), dt.date(2027, 1, 1)
    roskilde = Organisation.objects.select_related(f"region__{HEIRS}").get(code="265")
    assert str(roskilde.region.as_of(last)) == "Region Sjælland"
    assert str(roskilde.region.as_of(first)) == "Region Østdanmark"
    regions = Organisation.objects.filter(kind="region")
    assert (regions.valid(last).count(), regions.valid(first).count()) == (5, 4)
    assert Organisation.objects.filter(kind="municipality").valid(first).count() == 98


def test_tells_the_same_of_one_as_of_many():
    load_organisations()
    for day in (dt.date(2006, 12, 31), dt.date(2026, 12, 31), dt.date(2027, 1, 1)):
        valid = set(Organisation.objects.valid(day))
        assert {one for one in Organisation.objects.all() if one.is_valid(day)} == valid


def test_means_the_old_regions_by_the_new_one_and_never_the_other_way():
    load_organisations()
    regions = {one.name: one.pk for one in Organisation.objects.filter(kind="region")}
    new, old = regions["Region Østdanmark"], regions["Region Sjælland"]
    assert Organisation.objects.within([new]).count() == 3 + 29 + 17
    assert Organisation.objects.within([old]).count() == 1 + 17
    assert Organisation.objects.meant_by([new]).count() == 3
    assert Organisation.objects.meant_by([]).count() == 0


def test_follows_no_ring_for_ever():
    a, b = make_organisation(), make_organisation()
    day = dt.date(2020, 1, 1)
    for one, other in ((a, b), (b, a)):
        Organisation.objects.filter(pk=one.pk).update(successor=other, valid_to=day)
    a.refresh_from_db()
    assert a.as_of(dt.date(2026, 1, 1)) in (a, b)
    with pytest.raises(ValidationError):
        a.full_clean()


def test_refuses_a_ring_and_itself():
    day = dt.date(2026, 12, 31)
    a = make_organisation(valid_to=day)
    b = make_organisation(successor=a, valid_to=day)
    for successor in (a, b):
        a.successor = successor
        with pytest.raises(ValidationError) as caught:
            a.full_clean()
        assert list(caught.value.message_dict) == ["successor"]


def test_refuses_to_become_too_many_others():
    day = dt.date(2026, 12, 31)
    last = make_organisation()
    for _step in range(MOST_STEPS):
        one = Organisation(name=f"Før {last}", successor=last, valid_to=day)
        one.full_clean()
        one.save()
        last = one
    first = Organisation.objects.get(successor=None)
    for one in (Organisation(name="En for meget", successor=last), first):
        one.valid_to = day
        one.successor = one.successor or make_organisation()
        with pytest.raises(ValidationError) as caught:
            one.full_clean()
        assert list(caught.value.message_dict) == ["successor"]


def test_keeps_a_key_that_follows_the_name():
    town = make_organisation(name="Ærø Kommune")
    town.name = "Århus"
    town.save()
    assert Organisation.objects.get().name_key == "aarhus"
