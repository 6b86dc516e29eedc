"""The directory over HTTP: members only, nobody's things but their own, an answer to whatever is typed."""

import pytest
from django.test import Client

from cms.directory.forms import WriteForm
from cms.directory.models import Entry, Note
from cms.mail.models import Letter
from cms.members.models import User
from tests.factories.directory import SHOWN, make_entry
from tests.factories.people import make_editor, make_member, make_organisation, suppress

LIST = "/medlemmer/"


@pytest.fixture
def bo():
    return make_entry(first_name="Bo", last_name="Dahl")


def page_of(entry):
    return f"{LIST}{entry.code}/"


def post(client, path, letter="Hej Bo.", **fields):
    return client.post(path, {"letter": letter, **fields})


def words(answer):
    return answer.content.decode()


def test_lists_finds_and_leads_to_a_person(client, anna, bo):
    make_entry(first_name="Ida")
    page = client.get(LIST, {"name": "bo"})
    assert [card.name for card in page.context["cards"]] == ["Bo Dahl"]
    assert f'href="{page_of(bo)}"' in words(page)
    assert client.get(page_of(bo)).context["card"].name == "Bo Dahl"


def test_shows_no_address_anywhere(client, anna, bo):
    for path in (LIST, page_of(bo)):
        assert bo.member.email not in words(client.get(path))


@pytest.mark.parametrize("path", ["", "abc/", "svar/abc/"])
def test_sends_a_visitor_to_sign_in_and_back(client, path):
    assert client.get(LIST + path).url == f"/log-ind/?next={LIST}{path}"


@pytest.mark.parametrize("path", [LIST, f"{LIST}abc/", f"{LIST}svar/abc/", "/min-side/profil/"])
def test_tells_an_account_without_a_member_kindly(client, path):
    client.force_login(make_editor())
    page = client.get(path)
    assert (page.status_code, "/bliv-medlem/" in words(page)) == (403, True)


@pytest.mark.parametrize("path", [LIST, "person", "/min-side/profil/"])
def test_is_kept_by_no_cache_and_found_by_no_search_engine(client, anna, bo, path):
    answer = client.get(page_of(bo) if path == "person" else path)
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex">' in words(answer)


def test_speaks_english_where_english_is_read(client, anna, bo):
    page = client.get("/en/members/")
    assert f"/en/members/{bo.code}/" in words(page)
    assert client.get("/en/medlemmer/").status_code == 404


def test_says_what_to_do_where_nobody_is_or_nobody_fits(client, anna):
    assert "/min-side/profil/" in words(client.get(LIST))
    make_entry()
    page = words(client.get(LIST, {"name": "xyz"}))
    assert 'role="status"' in page
    assert f'href="{LIST}"' in page


@pytest.mark.parametrize(
    "query",
    [
        {"unit": "nonsense"},
        {"topic": "x"},
        {"goal": "9" * 60},
        {"organisation": "-1"},
        {"organisation": "o\x00"},
        {"organisation": "kommune " * 500},
        {"region": "1; DROP TABLE"},
        {"role": "\ud800"},
        {"name": "a\x00b"},
        {"name": "x" * 10_000},
        {"name": "\u202e\ue000"},
        {"page": "9" * 400},
        {"page": "\x00"},
        {"other": "x"},
    ],
    ids=str,
)
def test_answers_whatever_is_in_the_address(client, anna, bo, query):
    typed = {name: value.encode("utf-8", "surrogatepass") for name, value in query.items()}
    assert client.get(LIST, typed).status_code == 200


def test_leaves_out_a_filter_that_it_does_not_know_and_says_so(client, anna, bo):
    page = client.get(LIST, {"unit": "nonsense", "name": "bo"})
    assert len(page.context["cards"]) == 1
    assert list(page.context["form"].errors) == ["unit"]


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_one_as_for_three(
    client, anna, count, django_assert_num_queries
):
    organisation = make_organisation()
    for _ in range(count):
        make_entry(organisation=organisation, **SHOWN)
    client.get(LIST)
    with django_assert_num_queries(22):
        client.get(LIST)


def test_is_linked_to_for_those_who_are_signed_in(client, anna):
    assert f'href="{LIST}"' in words(client.get("/"))
    assert f'href="{LIST}"' in words(client.get("/min-side/"))
    assert f'href="{LIST}"' not in words(Client().get("/"))


def test_shows_nobody_who_has_not_said_yes(client, anna, bo):
    member = make_member(first_name="Ida")
    for guess in (str(member.pk), str(bo.pk), str(bo.member_id), bo.code[:-1], bo.code.swapcase()):
        assert client.get(f"{LIST}{guess}/").status_code == 404
    path = page_of(bo)
    Entry.objects.all().delete()
    assert client.get(path).status_code == 404
    assert post(client, path).status_code == 404


def test_sends_a_letter_and_says_so(client, anna, bo):
    answer = client.post(page_of(bo), {"letter": "Hej Bo.\r\n\r\nHilsen"}, follow=True)
    assert answer.redirect_chain == [(page_of(bo), 302)]
    assert 'class="said done"' in words(answer)
    letter = Letter.objects.get()
    assert (letter.address, "Hej Bo.\n\nHilsen" in letter.text) == (bo.member.email, True)


def test_sends_once_however_often_the_button_is_pressed(client, anna, bo):
    press = client.get(page_of(bo)).context["form"]["press"].value()
    for _ in range(3):
        assert post(client, page_of(bo), press=press).status_code == 302
    assert Letter.objects.count() == 1


def test_keeps_what_was_written_when_it_cannot_go(client, anna, bo):
    for number in range(2):
        post(client, page_of(bo), f"Brev {number}")
    answer = post(client, page_of(bo), "Det tredje brev")
    assert answer.status_code == 429
    assert "Det tredje brev" in words(answer)
    assert Letter.objects.count() == 2


@pytest.mark.parametrize(
    "letter",
    ["", "   \n ", "x" * 2001, "x" * 10_000, "a\x00b", "a\x1b[31m", "a\u202eb", "a\ue000"],
    ids=lambda letter: repr(letter[:9]),
)
def test_takes_no_letter_that_is_empty_too_long_or_hides_something(client, anna, bo, letter):
    assert post(client, page_of(bo), letter).status_code == 422
    assert WriteForm({"letter": letter + "\ud800"}).is_valid() is False
    assert Letter.objects.count() == 0


def test_takes_two_thousand_characters_as_a_browser_counts_them(client, anna, bo):
    assert post(client, page_of(bo), "æ\r\n" * 999 + "🙂!").status_code == 302


def test_takes_nothing_else_that_is_posted(client, anna, bo):
    ida = make_entry(first_name="Ida")
    post(client, page_of(bo), sender=bo.member_id, recipient=ida.member_id, at="2020-01-01")
    note = Note.objects.get()
    assert (note.sender, note.recipient) == (anna, bo.member)


def test_has_no_form_for_those_who_take_no_letters_and_says_not_why(client, anna):
    stopped, refusing = (
        make_entry(first_name="Bo"),
        make_entry(first_name="Bo", takes_letters=False),
    )
    suppress(stopped.member)
    shown = set()
    for entry in (stopped, refusing):
        page = words(client.get(page_of(entry)))
        assert "<textarea" not in page
        sent = post(client, page_of(entry))
        assert sent.status_code == 409
        shown.add(page.split("<section")[2].replace(entry.code, ""))
    assert (len(shown), Letter.objects.count()) == (1, 0)


def test_has_no_form_on_ones_own_page(client, enter, bo):
    enter(bo.member)
    assert "<textarea" not in words(client.get(page_of(bo)))
    assert post(client, page_of(bo)).status_code == 409
    assert Letter.objects.count() == 0


def test_lets_exactly_the_recipient_answer(client, anna, bo, enter):
    post(client, page_of(bo))
    answer = f"{LIST}svar/{Note.objects.get().code}/"
    assert client.get(answer).status_code == 404
    assert post(client, answer).status_code == 404
    other = Client()
    enter(make_entry(first_name="Ida").member, other)
    assert other.get(answer).status_code == 404
    his = Client()
    enter(bo.member, his)
    assert "Anna Holm" in words(his.get(answer))
    assert anna.email not in words(his.get(answer))
    assert post(his, answer, "Hej Anna.").status_code == 302
    assert Letter.objects.latest("pk").address == anna.email
    assert Note.objects.filter(sender=bo.member, recipient=anna).count() == 1


def test_lets_nobody_answer_who_wants_no_more_letters(client, anna, bo, enter):
    post(client, page_of(bo))
    profile = {"first_name": "Anna", "organisation": anna.organisation_id}
    client.post("/min-side/profil/", profile)
    answer, his = f"{LIST}svar/{Note.objects.get().code}/", Client()
    enter(bo.member, his)
    assert "<textarea" not in words(his.get(answer))
    assert post(his, answer).status_code == 409
    assert client.get("/min-side/profil/").context["form"]["takes_letters"].value() is False
    client.post("/min-side/profil/", {**profile, "takes_letters": "on"})
    assert post(his, answer).status_code == 302


@pytest.mark.parametrize("code", ["x", "1", "æ", "x" * 400, "%00"])
def test_knows_no_answer_by_an_odd_address(client, anna, code):
    assert client.get(f"{LIST}svar/{code}/").status_code == 404


def test_changes_nothing_by_get_and_takes_no_form_of_another_site(client, anna, bo):
    client.get(page_of(bo), {"letter": "Hej."})
    client.head(page_of(bo))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(email=anna.email_key))
    assert post(strict, page_of(bo)).status_code == 403
    assert client.post(LIST).status_code == 405
    assert Letter.objects.count() == 0


def test_shows_markup_as_it_was_typed(client, anna):
    entry = make_entry(
        first_name="<script>alert(1)</script>", helps_with="{{ x }}<img src=x onerror=y>"
    )
    for path in (LIST, page_of(entry)):
        page = words(client.get(path))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page
