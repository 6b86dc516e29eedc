"""The register of series: made, changed, closed; never deleted, never given another key."""

import pytest

from cms.series.models import Series
from cms.series.queries import current_wording, shown_wordings
from tests.factories.pages import make_home
from tests.factories.people import make_editor, make_series

pytestmark = pytest.mark.django_db

LIST = "/admin/series/"


@pytest.fixture
def editor(client):
    make_home()
    client.force_login(make_editor())
    return client


def filled(**fields):
    return {
        "key": "invitationer",
        "name": "Invitationer",
        "name_en": "",
        "about": "",
        "about_en": "",
        "place": "2",
        "is_open": "on",
        "words_da": "Ja tak, send mig invitationer.",
        "words_en": "",
        **fields,
    }


def faults(response):
    return list(response.context["form"].errors)


def test_makes_a_series_with_the_words_of_its_consent(editor):
    response = editor.post(f"{LIST}create/", filled())
    assert response.status_code == 302
    series = Series.objects.get(key="invitationer")
    assert current_wording(series, "da").words == "Ja tak, send mig invitationer."
    assert current_wording(series, "en").language == "da"


def test_gives_it_other_words_as_a_new_version_and_shows_them_all(editor):
    editor.post(f"{LIST}create/", filled())
    series = Series.objects.get(key="invitationer")
    editor.post(f"{LIST}edit/{series.pk}/", filled(words_da="Ja tak til det hele."))
    page = editor.get(f"{LIST}inspect/{series.pk}/").content.decode()
    assert "Ja tak til det hele." in page
    assert "Ja tak, send mig invitationer." in page


def test_keeps_the_key_whatever_is_posted(editor):
    series = make_series("invitationer")
    editor.post(f"{LIST}edit/{series.pk}/", filled(key="andet", name="Dage"))
    series.refresh_from_db()
    assert (series.key, series.name) == ("invitationer", "Dage")


@pytest.mark.parametrize("key", ["", "Store", "med mellemrum", "-a", "æ", "a" * 41, "a\nb", "a.b"])
def test_names_a_key_that_no_mail_program_could_take(editor, key):
    assert faults(editor.post(f"{LIST}create/", filled(key=key))) == ["key"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "nyhedsbrev"),
        ("name", ""),
        ("words_da", ""),
        ("words_da", "x" * 1001),
        ("place", "-1"),
        ("name", "x\x00"),
    ],
)
def test_names_the_field_that_is_wrong(editor, field, value):
    assert faults(editor.post(f"{LIST}create/", filled(**{field: value}))) == [field]


def test_is_closed_but_never_deleted(editor):
    series = make_series("invitationer")
    editor.post(f"{LIST}edit/{series.pk}/", filled(is_open=""))
    series.refresh_from_db()
    assert not series.is_open
    assert series not in [wording.series for wording in shown_wordings("da")]
    assert editor.post(f"{LIST}delete/{series.pk}/").status_code in (302, 403)
    assert Series.objects.filter(pk=series.pk).exists()


def test_is_listed_in_the_readers_language(editor):
    make_series("invitationer", name_en="Invitations")
    assert "Invitationer" in editor.get(LIST).content.decode()
