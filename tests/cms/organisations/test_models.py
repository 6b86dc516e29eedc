"""The table of organisations."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.organisations.models import Organisation
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
