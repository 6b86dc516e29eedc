"""The register of organisations."""

import csv
import io

import pytest

from cms.organisations.models import Organisation
from tests.factories.pages import make_home
from tests.factories.people import make_editor, make_member, make_organisation

pytestmark = pytest.mark.django_db

LIST = "/admin/organisations/"


@pytest.fixture
def editor(client):
    make_home()
    client.force_login(make_editor())
    return client


def shown(response):
    return [str(organisation) for organisation in response.context["object_list"]]


def data(**fields):
    return {"name": "Middelfart Kommune", "kind": "municipality", "code": "410", **fields}


def test_lists_organisations(editor):
    syd = make_organisation(name="Region Syddanmark", kind="region")
    make_organisation(name="Middelfart Kommune", region=syd)
    assert shown(editor.get(LIST)) == ["Middelfart Kommune", "Region Syddanmark"]
    assert shown(editor.get(f"{LIST}?kind__exact=region")) == ["Region Syddanmark"]
    assert shown(editor.get(f"{LIST}?region__id__exact={syd.pk}")) == ["Middelfart Kommune"]


def test_lists_one_and_three_with_as_many_queries(editor, django_assert_num_queries):
    make_organisation(region=make_organisation(kind="region"))
    editor.get(LIST)
    with django_assert_num_queries(12):
        editor.get(LIST)
    make_organisation(region=make_organisation(kind="region"))
    make_organisation()
    with django_assert_num_queries(12):
        editor.get(LIST)


@pytest.mark.parametrize("words", ['"', '"Middelfart"', "%", "\\", "(", "🌱", "\x00"], ids=ascii)
def test_answers_a_hostile_search(editor, words):
    make_organisation()
    assert editor.get(LIST, {"q": words}).status_code == 200


def test_searches_by_name_and_code(editor):
    make_organisation(name='Kommunen "Middelfart"', code="410")
    make_organisation(code="420")
    for words in ("middelfart", '"Middelfart"', "410"):
        assert (words, shown(editor.get(LIST, {"q": words}))) == (words, ['Kommunen "Middelfart"'])


def test_creates_and_edits_an_organisation(editor):
    assert editor.post(f"{LIST}create/", data()).status_code == 302
    organisation = Organisation.objects.get()
    changed = data(name="Middelfart", valid_to="2027-01-01")
    assert editor.post(f"{LIST}edit/{organisation.pk}/", changed).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, str(organisation.valid_to)) == ("Middelfart", "2027-01-01")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "a\x00"),
        ("kind", "nonsense"),
        ("code", "x" * 11),
        ("region", "999999"),
        ("valid_from", "31.02.2026"),
        ("valid_to", "0000-01-01"),
        ("valid_to", "99999-01-01"),
    ],
)
def test_names_the_field_that_is_wrong(editor, field, value):
    response = editor.post(f"{LIST}create/", data(**{field: value}))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]


def test_refuses_a_code_that_another_has(editor):
    make_organisation(kind="municipality", code="410")
    response = editor.post(f"{LIST}create/", data())
    assert (response.status_code, Organisation.objects.count()) == (200, 1)


def test_exports_without_formulas(editor):
    make_organisation(name="=1+1", code="-1")
    response = editor.get(f"{LIST}?export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert rows[1] == ["'=1+1", "Kommune", "'-1", "", "", ""]


def test_inspects_an_organisation(editor):
    organisation = make_organisation(name="Middelfart Kommune", code="410")
    response = editor.get(f"{LIST}inspect/{organisation.pk}/")
    assert (response.status_code, response.content.decode().count("410") > 0) == (200, True)


def test_keeps_an_organisation_to_which_somebody_belongs(editor):
    member = make_member()
    response = editor.post(f"{LIST}delete/{member.organisation_id}/")
    assert response.status_code == 200
    assert Organisation.objects.count() == 1
