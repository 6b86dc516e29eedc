"""The register of organisations."""

import csv
import datetime as dt
import io
import re

import pytest
from django.utils import timezone

from cms.organisations.actions import merge
from cms.organisations.importing import load_organisations
from cms.organisations.models import Domain, Organisation
from tests.factories.pages import make_home
from tests.factories.people import make_editor, make_member, make_members, make_organisation

pytestmark = pytest.mark.django_db

LIST = "/admin/organisations/"


@pytest.fixture
def editor(client):
    make_home()
    client.force_login(make_editor())
    return client


def shown(response):
    return [str(organisation) for organisation in response.context["object_list"]]


def data(*domains, **fields):
    rows = {f"domains-{place}-name": name for place, name in enumerate(domains)}
    return {
        "name": "Middelfart Kommune",
        "kind": "municipality",
        "code": "410",
        "domains-TOTAL_FORMS": len(domains),
        "domains-INITIAL_FORMS": 0,
        **rows,
        **fields,
    }


def test_lists_organisations(editor):
    syd = make_organisation(name="Region Syddanmark", kind="region")
    make_organisation(name="Middelfart Kommune", region=syd)
    assert shown(editor.get(LIST)) == ["Middelfart Kommune", "Region Syddanmark"]
    assert shown(editor.get(f"{LIST}?kind__exact=region")) == ["Region Syddanmark"]
    assert shown(editor.get(f"{LIST}?region={syd.pk}")) == ["Middelfart Kommune"]
    assert len(shown(editor.get(f"{LIST}?region=nonsense"))) == 2


def test_lists_one_and_three_with_as_many_queries(editor, django_assert_num_queries):
    make_organisation(region=make_organisation(kind="region"))
    editor.get(LIST)
    with django_assert_num_queries(10):
        editor.get(LIST)
    make_organisation(region=make_organisation(kind="region"))
    make_organisation()
    with django_assert_num_queries(10):
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
    changed = data("middelfart.dk", name="Middelfart", valid_to="2027-01-01")
    assert editor.post(f"{LIST}edit/{organisation.pk}/", changed).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, str(organisation.valid_to)) == ("Middelfart", "2027-01-01")
    assert [str(domain) for domain in organisation.domains.all()] == ["middelfart.dk"]


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
        ("successor", "999999"),
        ("successor", "x"),
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
    assert rows[1] == ["'=1+1", "Kommune", "'-1", "", "", "", ""]


def test_inspects_an_organisation(editor):
    organisation = make_organisation(name="Middelfart Kommune", code="410")
    response = editor.get(f"{LIST}inspect/{organisation.pk}/")
    assert (response.status_code, response.content.decode().count("410") > 0) == (200, True)


def test_keeps_an_organisation_to_which_somebody_belongs(editor):
    member = make_member()
    response = editor.post(f"{LIST}delete/{member.organisation_id}/")
    assert response.status_code == 200
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "domains",
    [
        ("gmail.com",),
        ("x",),
        ("taget.dk",),
        ("Middelfart.dk", "@middelfart.dk"),
        ("a\x00.dk",),
        ("y" * 300 + ".dk",),
    ],
)
def test_refuses_domains_that_tell_nothing_or_are_somebody_elses(editor, domains):
    Domain.objects.create(organisation=make_organisation(), name="taget.dk")
    response = editor.post(f"{LIST}create/", data(*domains))
    assert (response.status_code, Domain.objects.count()) == (200, 1)


def test_refuses_what_another_became_without_a_last_day_or_of_another_kind(editor):
    town, region = make_organisation(), make_organisation(kind="region")
    for successor, last, field in (
        (town.pk, "", "valid_to"),
        (region.pk, "2026-12-31", "successor"),
    ):
        fields = data(successor=successor, valid_to=last)
        response = editor.post(f"{LIST}create/", fields)
        assert list(response.context["form"].errors) == [field]


def test_shows_and_filters_by_the_region_of_today(editor, monkeypatch):
    load_organisations()
    old, new = (
        Organisation.objects.get(name=f"Region {one}") for one in ("Sjælland", "Østdanmark")
    )
    for day, words in ((dt.date(2026, 12, 31), "Region Sjælland"), (dt.date(2027, 1, 1), str(new))):
        monkeypatch.setattr(timezone, "localdate", lambda *_args, day=day: day)
        page = editor.get(f"{LIST}?q=roskilde").content.decode()
        assert re.findall(r"<td[^>]*>\s*(Region [^<]*?)\s*</td>", page) == [words]
    found = {f"{LIST}?region={new.pk}": 46, f"{LIST}?region={old.pk}": 17}
    for url, count in found.items():
        assert (url, len(shown(editor.get(url)))) == (url, count)


def test_narrows_the_list_to_what_exists(editor):
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    make_organisation(name="Ny", valid_from=today + day)
    make_organisation(name="Gammel", valid_to=today - day)
    make_organisation(name="Her", valid_from=today, valid_to=today)
    for value, found in {"yes": ["Her"], "ended": ["Gammel"], "comes": ["Ny"], "x": 3}.items():
        names = shown(editor.get(f"{LIST}?today={value}"))
        assert (value, names if value != "x" else len(names)) == (value, found)


def test_proposes_the_domains_that_members_write_from(editor):
    organisation = make_organisation()
    for number in range(3):
        make_member(organisation=organisation, email=f"a{number}@forvaltning.example")
    page = editor.get(f"{LIST}edit/{organisation.pk}/").content.decode()
    assert page.count("forvaltning.example") == 1
    assert "network-domains" not in editor.get(f"{LIST}create/").content.decode()


def test_keeps_what_was_merged_as_it_is(editor):
    kept, gone = make_organisation(name="Nyby"), make_organisation(name="Gammelby")
    merge(kept=kept, gone=gone, user=make_editor(), now=timezone.now())
    assert editor.get(f"{LIST}edit/{gone.pk}/").status_code in (302, 403)
    assert "Gammelby" in editor.get(f"{LIST}inspect/{kept.pk}/").content.decode()
    assert f"/{gone.pk}/merge/" not in editor.get(LIST).content.decode()
    history = editor.get(f"{LIST}history/{kept.pk}/").content.decode()
    assert "Gammelby" in history


def test_keeps_a_full_organisation_editable(editor):
    organisation = make_organisation()
    make_members(2, organisation=organisation)
    response = editor.post(f"{LIST}edit/{organisation.pk}/", data(name="Nyt navn"))
    assert response.status_code == 302
    assert Organisation.objects.get(pk=organisation.pk).name_key == "nyt navn"
