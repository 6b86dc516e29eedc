"""The table of seasons and its list in the admin."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.seasons.models import Season
from tests.factories.pages import make_home
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db


def season(**fields):
    fields.setdefault("name", "2026–2027")
    fields.setdefault("starts_on", dt.date(2026, 9, 1))
    fields.setdefault("ends_on", dt.date(2027, 6, 15))
    return Season(**fields)


@pytest.fixture
def editor(client):
    make_home()
    client.force_login(make_editor())
    return client


def address(name, *args):
    return reverse(Season.snippet_viewset.get_url_name(name), args=args)


def test_is_called_by_its_name():
    assert str(season()) == "2026–2027"


@pytest.mark.parametrize("ends_on", [dt.date(2026, 8, 31), dt.date(2026, 9, 1)])
def test_refuses_a_last_day_that_is_not_after_the_first(ends_on):
    with pytest.raises(ValidationError) as caught:
        season(ends_on=ends_on).full_clean()
    assert list(caught.value.message_dict) == ["ends_on"]


def test_refuses_a_second_season_of_the_same_name():
    season().save()
    with pytest.raises(ValidationError) as caught:
        season().full_clean()
    assert list(caught.value.message_dict) == ["name"]


@pytest.mark.parametrize(
    ("words", "count"),
    [("2026", 1), ('"', 0), ('"2026', 0), ("%", 0), ("\\", 0), ("(", 0), ("a OR b", 0)],
)
def test_searches_the_list_in_the_admin(editor, words, count):
    season().save()
    response = editor.get(address("list"), {"q": words})
    assert (response.status_code, len(response.context["object_list"])) == (200, count)


def test_answers_a_search_for_a_null_byte(editor):
    assert editor.get(address("list"), {"q": "a\x00"}).status_code == 200


def test_creates_a_season_in_the_admin(editor):
    data = {"name": "2027", "starts_on": "2027-09-01", "ends_on": "2028-06-01", "summary": ""}
    assert editor.post(address("add"), data).status_code == 302
    assert Season.objects.get().name == "2027"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_on", "2027-02-30"),
        ("ends_on", "2027-01-01"),
        ("ends_on", "99999-01-01"),
        ("name", ""),
        ("name", "a\x00"),
        ("summary", "x" * 201),
    ],
)
def test_names_the_field_that_is_wrong_in_the_admin(editor, field, value):
    data = {"name": "2027", "starts_on": "2027-09-01", "ends_on": "2028-06-01", "summary": ""}
    response = editor.post(address("add"), {**data, field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
