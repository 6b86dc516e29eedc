"""The register of service letters: list, filters, one letter, »Send again«, »Send me a test«."""

import pytest
from django.contrib.auth.models import Group, Permission

from cms.mail import actions, posting
from cms.mail.models import Letter
from cms.members.groups import make_editors
from cms.members.models import User
from tests.factories.letters import NOW, again, post_letter, post_secret
from tests.factories.pages import make_home
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db
LIST, TEST = "/admin/letters/", "/admin/letters/test/"
State = Letter.State


def colleague(*codenames):
    """Somebody who may come into the admin, and no more than this."""
    user = User.objects.create_user("bo@network.example", "secret", first_name="Bo")
    names = ("access_admin", *codenames)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def editor(client):
    make_home()
    user = User.objects.create_user("rikke@network.example", "secret", first_name="Rikke")
    user.groups.add(make_editors())
    client.force_login(user)
    return client


def page_of(letter):
    return f"{LIST}inspect/{letter.pk}/"


def again_of(letter):
    return f"{LIST}again/{letter.pk}/"


def ended(letter, state):
    Letter.objects.filter(pk=letter.pk).update(**posting.ending(letter.kind, state, NOW))
    return again(letter)


def test_lists_letters_with_what_became_of_them(editor):
    sent, waiting = ended(post_letter(), State.ACCEPTED), post_letter(address="bo@kommune.example")
    response = editor.get(LIST)
    assert response.status_code == 200
    assert [letter.pk for letter in response.context["object_list"]] == [waiting.pk, sent.pk]
    page = response.content.decode()
    for words in ("bo@kommune.example", "anna@kommune.example"):
        assert page.count(words) == 1
    assert page.count(page_of(sent)) >= 1
    for verb in ("create", "edit", "delete"):
        assert f"{LIST}{verb}/" not in page


def test_lists_one_letter_and_three_with_as_many_queries(editor, django_assert_num_queries):
    post_letter()
    editor.get(LIST)
    with django_assert_num_queries(13):
        editor.get(LIST)
    post_letter()
    post_secret()
    with django_assert_num_queries(13):
        editor.get(LIST)


def test_says_what_will_be_here_where_there_is_none(editor):
    page = editor.get(LIST).content.decode()
    assert page.count("letters-about") == 2
    assert page.count(TEST) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state__exact=accepted", ["anna"]),
        ("kind=members.reset_password", ["bo"]),
        ("kind=nonsense", ["bo", "anna"]),
        ("q=ANNA", ["anna"]),
        ("q=user:7", ["bo"]),
        ("q=abc-a-secret", []),
        ("q=bo%00", ["bo"]),
    ],
)
def test_narrows_the_list(editor, query, found):
    ended(post_letter(), State.ACCEPTED)
    post_secret(address="bo@kommune.example", about="user:7")
    response = editor.get(f"{LIST}?{query}")
    shown = [letter.address.split("@")[0] for letter in response.context["object_list"]]
    assert (response.status_code, shown) == (200, found)


@pytest.mark.parametrize("query", ["state__exact=" + "x" * 999, "o=x", "p=-1", "html__contains=a"])
def test_answers_a_hostile_filter(editor, query):
    post_letter()
    assert editor.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_shows_a_letter_in_a_frame_where_nothing_runs(editor):
    letter = post_letter(values={"name": "<script>alert(1)</script>", "asked_at": NOW})
    page = editor.get(page_of(letter)).content.decode()
    assert page.count("<iframe") == 1
    assert page.count(" sandbox></iframe>") == 1
    assert "<script>alert(1)" not in page
    assert page.count(letter.address) == 1
    assert page.count(again_of(letter)) == 1


def test_shows_the_words_of_a_secret_to_nobody(client):
    make_home()
    letter = post_secret()
    client.force_login(make_editor())
    for path in (LIST, page_of(letter)):
        page = client.get(path).content.decode()
        assert "abc-a-secret" not in page
        assert letter.subject not in page
    assert "<iframe" not in page


def test_shows_nothing_of_a_letter_whose_package_is_gone(editor):
    letter = post_letter()
    Letter.objects.update(kind="gone.kind")
    page = editor.get(page_of(letter)).content.decode()
    assert (page.count("<iframe"), page.count("gone.kind") > 0) == (0, True)


def test_shows_a_letter_whose_words_are_forgotten(editor):
    letter = ended(post_letter(about="user:5"), State.ACCEPTED)
    actions.forget(about="user:5", now=NOW)
    response = editor.get(page_of(letter))
    page = response.content.decode()
    assert (response.status_code, page.count("<iframe"), page.count(again_of(letter))) == (
        200,
        0,
        0,
    )
    assert editor.get(LIST).status_code == 200


@pytest.mark.parametrize("state", State.values)
def test_shows_a_letter_in_each_state(editor, state):
    letter = post_letter()
    Letter.objects.update(state=state, answer="misconfigured", said="HTTP 401")
    assert editor.get(page_of(letter)).status_code == 200


def test_sends_a_letter_again(editor):
    letter = ended(post_letter(), State.GIVEN_UP)
    response = editor.post(again_of(letter), follow=True)
    assert response.redirect_chain == [(page_of(letter), 302)]
    assert again(letter).state == State.WAITING
    (message,) = response.context["messages"]
    assert message.level_tag == "success"
    assert response.content.decode().count("Rikke") >= 1


def test_says_why_a_letter_cannot_be_sent_again(editor):
    letter = ended(post_secret(), State.ACCEPTED)
    response = editor.post(again_of(letter), follow=True)
    (message,) = response.context["messages"]
    assert (message.level_tag, again(letter).state) == ("error", State.ACCEPTED)


def test_changes_nothing_when_it_is_only_looked_at(editor):
    letter = ended(post_letter(), State.GIVEN_UP)
    for path in (again_of(letter), TEST):
        assert editor.get(path).status_code == 405
        assert editor.head(path).status_code == 405
    assert (again(letter).state, Letter.objects.count()) == (State.GIVEN_UP, 1)


def test_sends_nothing_from_another_site(editor):
    letter = ended(post_letter(), State.GIVEN_UP)
    editor.handler.enforce_csrf_checks = True
    assert editor.post(again_of(letter)).status_code == 403
    assert again(letter).state == State.GIVEN_UP


def test_lets_nobody_send_again_who_may_only_look(client):
    make_home()
    letter = ended(post_letter(), State.GIVEN_UP)
    client.force_login(colleague("view_letter"))
    page = client.get(page_of(letter)).content.decode()
    assert page.count(again_of(letter)) == 0
    assert "letters/test" not in client.get(LIST).content.decode()
    for path in (again_of(letter), TEST):
        assert client.post(path).status_code in (302, 403)
    assert (again(letter).state, Letter.objects.count()) == (State.GIVEN_UP, 1)


@pytest.mark.parametrize("codenames", [(), ("resend_letter",), ("view_member",)])
def test_shows_letters_to_nobody_who_may_not_see_them(client, codenames):
    make_home()
    letter = ended(post_letter(), State.GIVEN_UP)
    client.force_login(colleague(*codenames))
    for path in (LIST, page_of(letter)):
        response = client.get(path)
        assert response.status_code in (302, 403)
        assert b"anna@" not in response.content
    assert client.post(again_of(letter)).status_code in (302, 403)
    assert again(letter).state == State.GIVEN_UP
    assert 'href="/admin/letters/"' not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("path", ["create/", "edit/{}/", "delete/{}/"])
def test_lets_nobody_write_change_or_delete_a_letter(client, path):
    make_home()
    letter = post_letter()
    client.force_login(make_editor())
    url = LIST + path.format(letter.pk)
    assert client.get(url).status_code in (302, 403)
    assert client.post(url, {"address": "x@y.dk"}).status_code in (302, 403)
    assert again(letter).address == "anna@kommune.example"


@pytest.mark.parametrize("key", ["999999", "9" * 30, "x", "1%00"])
@pytest.mark.parametrize("verb", ["inspect", "again"])
def test_answers_404_for_a_letter_that_is_not(editor, verb, key):
    assert editor.post(f"{LIST}{verb}/{key}/").status_code in (404, 405)
    assert editor.get(f"{LIST}{verb}/{key}/").status_code in (404, 405)


def test_sends_a_test_to_whoever_asks(editor, work, letters):
    response = editor.post(TEST)
    letter = Letter.objects.get()
    assert (response.status_code, response.url) == (302, page_of(letter))
    work()
    (mail,) = letters()
    assert mail["To"] == "rikke@network.example"


def test_says_when_it_was_too_many_tests(editor):
    for _turn in range(actions.TESTS_AN_HOUR + 1):
        response = editor.post(TEST, follow=True)
    (message,) = response.context["messages"]
    assert (message.level_tag, Letter.objects.count()) == ("error", actions.TESTS_AN_HOUR)


def test_gives_editors_of_an_older_site_the_right_to_see_letters(db):
    from importlib import import_module

    from django.apps import apps

    group = Group.objects.create(name="Redaktører")
    grant = import_module("cms.migrations.0010_letter_permissions").grant
    grant(apps, None)
    grant(apps, None)
    names = set(group.permissions.values_list("codename", flat=True))
    assert names == {"view_letter", "resend_letter"}
    assert Permission.objects.filter(codename="view_letter").count() == 1
