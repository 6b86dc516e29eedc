"""What is typed in any search field is words, on SQLite and on PostgreSQL."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from cms.content.searching import MAX_LENGTH, clean
from cms.seasons.models import Season
from tests.factories.pages import make_story
from tests.factories.people import make_editor, make_organisation

pytestmark = pytest.mark.django_db

HOSTILE = [
    '"',
    '"energi',
    'energi"',
    '""',
    "'",
    "\\",
    "*",
    "energi*",
    "(",
    ")",
    "a AND",
    "OR",
    "NOT",
    "NEAR(a b)",
    "title:x",
    "-",
    "^",
    "%",
    "&|!",
    ":*",
    "<->",
    "\x00",
    "\u202e",
    "🌱",
    "æ" * 10_000,
    "((((" * 500,
    " ",
]


@pytest.fixture
def editor(client, home):
    client.force_login(make_editor())
    return client


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("varme", "varme"),
        ('  "varme"  og\tlys ', "varme og lys"),
        ("a\x00b\u202ec", "a b c"),
        ("a\u030a", "å"),
        ("o'hara", "o hara"),
        ("\\", ""),
        ("x" * 300, "x" * MAX_LENGTH),
    ],
    ids=lambda value: ascii(value[:12]),
)
def test_makes_words_of_what_is_typed(typed, words):
    assert clean(typed) == words


@given(st.text(max_size=300))
def test_is_idempotent_and_bounded(typed):
    words = clean(typed)
    assert clean(words) == words
    assert len(words) <= MAX_LENGTH
    assert set(words) & set("\"'\\\x00") == set()


def test_finds_words_between_quotation_marks(home):
    story = make_story(title="Energirenovering af rådhuset")
    assert list(Page.objects.search('"energirenovering"')) == [story.page_ptr]
    assert [page.pk for page in Page.objects.autocomplete('"energireno')] == [story.pk]


def test_searches_pages_whatever_is_typed(home):
    make_story()
    for words in HOSTILE:
        assert len(Page.objects.search(words)) >= 0
        assert len(Page.objects.autocomplete(words)) >= 0


@given(words=st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace").decode()))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_searches_pages_for_any_text(bare_site, words):
    assert len(Page.objects.search(words)) <= 1
    assert len(Page.objects.autocomplete(words)) <= 1


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/soeg/", "q"),
        ("/api/v2/pages/", "search"),
        ("/api/v2/images/", "search"),
        ("/api/v2/documents/", "search"),
        ("/api/v3-preview/pages/", "search"),
    ],
)
def test_answers_visitors_whatever_is_typed(client, home, address, name):
    answers = {words: client.get(address, {name: words}).status_code for words in HOSTILE}
    assert {words: status for words, status in answers.items() if status not in (200, 400)} == {}


@pytest.mark.parametrize("words", ['"', 'a"b', "\\", "(", "\x00", "%"], ids=ascii)
def test_answers_editors_whatever_is_typed(editor, words):
    make_story()
    make_organisation()
    season = Season.snippet_viewset.get_url_name("list")
    for address in (
        reverse("wagtailadmin_pages:search"),
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
        reverse("wagtailadmin_choose_page_search"),
        reverse(season),
        "/admin/members/",
        "/admin/organisations/",
    ):
        assert (address, editor.get(address, {"q": words}).status_code) == (address, 200)


@pytest.mark.parametrize("address", ["/api/v2/pages/", "/api/v3-preview/pages/"])
def test_finds_by_the_api(client, home, address):
    story = make_story(title="Energirenovering")
    make_story(title="Affald")
    answer = client.get(address, {"search": '"energirenovering"'})
    assert [item["id"] for item in answer.json()["items"]] == [story.pk]
