"""The kitchen's list: counts without names, and for those who run the day alone."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from openpyxl import load_workbook

from cms.invitations import kitchen
from cms.invitations.replying import Said
from cms.members.models import User
from tests.factories.pages import make_invitation
from tests.factories.people import make_editor, make_member
from tests.factories.seats import make_registration
from tests.factories.visitors import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(home):
    day = make_invitation(title="Energidag", seats=4, asks_diet=True, asks_access=True)
    for name, diet, access in (
        ("Bo", "Vegetar", ""),
        ("Ane", "vegetar.", "Rampe"),
        ("Ib", "=1+1", "=cmd()"),
        ("Åse", "", ""),
    ):
        said = Said(diet=diet, access=access)
        make_registration(day, make_member(first_name=name, last_name=""), said=said)
    # Waits for a seat, so nobody cooks for them yet.
    make_registration(day, said=Said(diet="Skaldyr"))
    return day


@pytest.fixture
def reader(home):
    """Somebody who may see who comes, and not more."""
    group = Group.objects.create(name="Læsere")
    codes = ["access_admin", "view_registration"]
    group.permissions.set(Permission.objects.filter(codename__in=codes))
    user = User.objects.create_user("laeser@network.example")
    user.groups.set([group])
    return user


def url(name, day):
    return reverse(f"days:{name}", args=[day.pk])


def test_counts_the_same_words_together_and_names_those_who_need_help(day):
    found = kitchen.wanted(day)
    assert found.seated == 4
    assert found.diets == [("Vegetar", 2), ("=1+1", 1)]
    assert found.access == [("Ane", "Rampe"), ("Ib", "=cmd()")]


def test_asks_two_questions_of_the_database(day, django_assert_num_queries):
    with django_assert_num_queries(2):
        kitchen.wanted(day)


def test_gives_the_list_as_paper_and_as_a_sheet_without_formulas(client, day):
    client.force_login(make_editor())
    paper = client.get(url("kitchen_pdf", day))
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    sheet = client.get(url("kitchen_xlsx", day))
    book = load_workbook(BytesIO(sheet.content))
    food, access = (list(each.values) for each in book.worksheets)
    assert food[1:] == [(2, "Vegetar"), (1, "'=1+1")]
    assert access[1:] == [("Ane", "Rampe"), ("Ib", "'=cmd()")]
    assert "no-store" in sheet["Cache-Control"]
    assert not any("Ane" in str(cell) for row in food for cell in row)


@pytest.mark.parametrize("name", ["kitchen_pdf", "kitchen_xlsx"])
def test_is_for_those_alone_who_run_the_day(client, day, reader, name):
    assert client.get(url(name, day)).status_code == 302
    client.force_login(reader)
    assert client.get(url(name, day)).status_code != 200


def test_shows_needs_in_the_list_to_those_alone_who_run_the_day(client, day, reader):
    client.force_login(make_editor())
    html = client.get(url("participants", day)).content.decode()
    assert "Rampe" in html
    assert url("kitchen_pdf", day) in html
    client.force_login(reader)
    html = client.get(url("participants", day)).content.decode()
    assert "Ane" in html
    assert "Rampe" not in html
    assert url("kitchen_pdf", day) not in html


def test_exports_answers_and_no_needs(client, day):
    question = ask(day, "Kommer du i bil?", "yes_no")
    day.seats = 9
    type(day).objects.filter(pk=day.pk).update(seats=9)
    make_registration(day, said=Said({question.key: "yes"}, diet="Nødder"))
    client.force_login(make_editor())
    text = client.get(url("participants", day), {"export": "csv"}).content.decode()
    head, *rows = text.splitlines()
    assert head.endswith(",Kommer du i bil?")
    assert [row.rpartition(",")[2] for row in rows].count("Ja") == 1
    assert "Rampe" not in text
    assert "Nødder" not in text
