"""Wishes over HTTP: members only, nobody's things but their own, an answer to whatever is typed."""

import pytest
from django.test import Client
from django.utils import timezone

from cms.members.leaving import say_goodbye
from cms.participation.wishes import moderating
from cms.participation.wishes.models import Vote, Wish
from tests.factories.pages import make_topic
from tests.factories.people import make_editor
from tests.factories.wishes import make_wish, weighed

LIST = "/oensker/"
SAID = {"kind": "area", "title": "Verdensmål i udbud", "text": "Vi vil lære, hvordan."}


def words(answer):
    return answer.content.decode()


def page_of(wish, more=""):
    return f"{LIST}{wish.code}/{more}"


def titles(answer):
    return [wish.title for wish in answer.context["wishes"]]


def test_writes_a_wish_and_shows_it(client, anna):
    answer = client.post(f"{LIST}skriv/", SAID, follow=True)
    wish = Wish.objects.get()
    assert answer.redirect_chain == [(page_of(wish), 302)]
    assert 'class="said done"' in words(answer)
    assert titles(client.get(LIST)) == titles(client.get(f"{LIST}mine/")) == [SAID["title"]]


def test_finds_by_words_kind_area_and_state_and_sorts_by_votes(client, anna):
    topic = make_topic()
    make_wish(title="Ældst", text="Grøn strøm på skoler.", votes=3, topic=topic.pk)
    make_wish(title="Midt", kind="way", state="declined", answer="Nej.")
    make_wish(title="Nyest", votes=1)
    assert titles(client.get(LIST)) == ["Nyest", "Midt", "Ældst"]
    assert titles(client.get(LIST, {"order": "votes"})) == ["Ældst", "Nyest", "Midt"]
    assert titles(client.get(LIST, {"words": "groen STRØM"})) == ["Ældst"]
    assert titles(client.get(LIST, {"kind": "way"})) == ["Midt"]
    assert titles(client.get(LIST, {"topic": topic.pk})) == ["Ældst"]
    assert titles(client.get(LIST, {"state": "declined"})) == ["Midt"]
    assert 'role="status"' in words(client.get(LIST, {"words": "xyz"}))


def test_votes_where_the_button_stands_and_comes_back_there(client, anna):
    wish = make_wish()
    answer = client.post(page_of(wish, "stem/"), {"vote": "yes", "list": "order=votes&page=2"})
    assert answer.url == f"{LIST}?order=votes&page=2#w-{wish.code}"
    assert client.post(page_of(wish, "stem/"), {"vote": "yes"}).url == page_of(wish)
    assert Vote.objects.filter(wish=wish, member=anna).count() == 1
    client.post(page_of(wish, "stem/"), {"vote": "no"})
    assert not Vote.objects.filter(member=anna).exists()


@pytest.mark.parametrize("back", ["\r\nSet-Cookie: a=b", "//evil.example", "æ" * 5000, "\x00"])
def test_comes_back_to_the_list_whatever_is_said_of_it(client, anna, back):
    wish = make_wish()
    answer = client.post(page_of(wish, "stem/"), {"vote": "yes", "list": back})
    assert answer.url.startswith(f"{LIST}?")


def test_changes_nothing_with_a_get(client, anna):
    wish = make_wish(anna)
    for deed in ("stem/", "tilbage/"):
        assert client.get(page_of(wish, deed)).status_code == 405
    assert weighed(wish).votes_for == 1


def test_shows_neither_the_author_nor_who_votes(client, anna, bo):
    wish = make_wish(bo)
    client.post(page_of(wish, "stem/"), {"vote": "yes"})
    for path in (LIST, page_of(wish)):
        page = words(client.get(path)).split("<main")[1]
        assert bo.last_name not in page
        assert bo.email not in page


def test_changes_and_withdraws_ones_own(client, anna):
    wish = make_wish(anna)
    assert SAID["text"] in words(client.get(page_of(wish, "ret/")))
    client.post(page_of(wish, "ret/"), {**SAID, "title": "Nye ord"})
    assert weighed(wish).title == "Nye ord"
    assert client.post(page_of(wish, "tilbage/")).url == f"{LIST}mine/"
    assert not Wish.objects.exists()


def test_says_why_it_cannot_be_changed_and_keeps_what_was_written(client, anna):
    wish = make_wish(anna, votes=1)
    answer = client.post(page_of(wish, "ret/"), {**SAID, "title": "Nye ord"})
    assert (answer.status_code, "Nye ord" in words(answer)) == (409, True)
    assert client.post(page_of(wish, "tilbage/"), follow=True).status_code == 200
    assert weighed(wish).author is None


@pytest.mark.parametrize("deed", ["ret/", "tilbage/"])
def test_anothers_wish_is_not_there_to_change(client, anna, bo, deed):
    wish = make_wish(bo)
    assert client.post(page_of(wish, deed), SAID).status_code == 404
    assert weighed(wish).author == bo


def test_anothers_confidential_case_is_not_there(client, anna, bo):
    wish = make_wish(bo, kind="case", is_confidential=True)
    for path in (page_of(wish), page_of(wish, "ret/")):
        assert client.get(path).status_code == 404
    assert client.post(page_of(wish, "stem/")).status_code == 404
    assert titles(client.get(LIST)) == []


def test_shows_ones_own_confidential_case_to_oneself(client, anna):
    wish = make_wish(anna, kind="case", is_confidential=True)
    assert client.get(page_of(wish)).status_code == 200
    assert titles(client.get(f"{LIST}mine/")) == [wish.title]
    client.post(page_of(wish, "stem/"), {"vote": "yes"})
    assert weighed(wish).votes_for == 0


@pytest.mark.parametrize("code", ["x", "a\x00b", "æ", "9" * 900, "../admin"])
def test_an_unknown_address_is_nobodys(client, anna, code):
    assert client.get(f"{LIST}{code}/").status_code == 404


def test_leads_from_a_merged_wish_to_the_other(client, anna):
    gone, kept, others = make_wish(anna), make_wish(), make_wish()
    for one in (gone, others):
        moderating.merge(gone=one, kept=kept, by=make_editor(), now=timezone.now())
    assert client.get(page_of(others)).url == page_of(kept)
    assert client.get(page_of(gone)).url == page_of(kept)
    assert kept.title in words(client.get(f"{LIST}mine/"))
    assert client.post(page_of(gone, "stem/"), {"vote": "yes"}).url == page_of(kept)


@pytest.mark.parametrize("more", ["", "skriv/", "mine/", "abc/"])
def test_sends_a_visitor_to_sign_in_and_back(more):
    assert Client().get(LIST + more).url == f"/log-ind/?next={LIST}{more}"


def test_whoever_is_no_member_is_told_so_and_votes_for_nothing(client, bo):
    wish = make_wish(bo)
    client.force_login(make_editor())
    assert client.get(LIST).status_code == 403
    assert client.post(page_of(wish, "stem/"), {"vote": "yes"}).status_code == 404


def test_whoever_has_left_writes_nothing(client, anna):
    wish = make_wish()
    say_goodbye(member=anna, now=timezone.now())
    assert client.post(page_of(wish, "stem/")).status_code == 404
    answer = client.post(f"{LIST}skriv/", SAID)
    assert (answer.status_code, SAID["text"] in words(answer)) == (409, True)


def test_takes_one_wish_of_a_form_that_is_sent_twice(client, anna):
    press = client.get(f"{LIST}skriv/").context["form"]["press"].value()
    for _ in range(3):
        client.post(f"{LIST}skriv/", {**SAID, "press": press})
    assert Wish.objects.count() == 1


def test_says_when_there_are_too_many(client, anna):
    for _ in range(10):
        make_wish(anna)
    answer = client.post(f"{LIST}skriv/", SAID)
    assert (answer.status_code, SAID["text"] in words(answer)) == (429, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", ""),
        ("kind", "nonsense"),
        ("title", ""),
        ("title", "x" * 10_000),
        ("title", "a\x00b"),
        ("title", "a\u202eb"),
        ("text", " \n "),
        ("text", "x" * 10_000),
        ("text", "a\x1b[31m"),
        ("text", "\ue000"),
        ("topic", "x"),
        ("topic", "9" * 60),
        ("goals", "x"),
        ("is_confidential", "on"),
    ],
    ids=repr,
)
def test_takes_no_wish_that_cannot_be_read(client, anna, name, value):
    answer = client.post(f"{LIST}skriv/", {**SAID, name: value})
    assert answer.status_code == 422
    assert f'href="#id_{name}' in words(answer)
    assert not Wish.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        {"words": "a\x00b"},
        {"words": "x" * 10_000},
        {"words": "\ud800"},
        {"words": "日本"},
        {"topic": "9" * 60},
        {"state": "1; DROP TABLE"},
        {"order": "\x00"},
        {"page": "9" * 400},
        {"kind": "nonsense"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", [LIST, "/du-sagde/"])
def test_answers_whatever_is_in_the_address(client, anna, path, query):
    make_wish(is_public=True)
    typed = {name: value.encode("utf-8", "surrogatepass") for name, value in query.items()}
    assert client.get(path, typed).status_code == 200


def test_hostile_words_are_words(client, anna):
    make_wish(title="<script>alert(1)</script>", text="{{ x }} <b>", is_public=True)
    for path in (LIST, "/du-sagde/"):
        page = words(client.get(path))
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_one_as_for_three(
    client, anna, count, django_assert_num_queries
):
    topic = make_topic()
    for _ in range(count):
        make_wish(votes=1, topic=topic.pk)
    client.get(LIST)
    with django_assert_num_queries(20):
        client.get(LIST)
