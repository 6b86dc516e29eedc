"""A test letter: to whom it may go, as whom it is written, and what is said of it."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.urls import reverse

from cms.mail.answers import Answer, Outcome, Result
from cms.members.models import User
from newsletters.delivery import actions, testing
from newsletters.delivery.admin.testing import MOST_COLLEAGUES, ColleaguesForm
from newsletters.delivery.models import Mailing
from newsletters.editions import previews
from tests.factories.pages import make_home, make_newsletter
from tests.factories.people import make_editor, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tests_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def editor(client):
    editor = make_editor(first_name="Eva", last_name="Holm")
    make_home()
    client.force_login(editor)
    return editor


def make_colleague(**fields):
    """Somebody who can sign in to the admin, and no more."""
    number = User.objects.count()
    user = User.objects.create_user(f"kollega{number}@network.example", **fields)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def send(client, page, *people):
    """Press the button with these ticked; what is said of it, without its buttons."""
    url = reverse("newsletters_test", args=[page.pk])
    answer = client.post(url, {"to": [getattr(one, "pk", one) for one in people]})
    assert answer.status_code == 302
    said = [str(message).splitlines()[0] for message in get_messages(answer.wsgi_request)]
    client.cookies.pop("messages", None)
    return said


def greetings(letters):
    """Whom each letter went to, and how it begins."""
    texts = {str(each["To"]): each.get_body(("plain",)).get_content() for each in letters()}
    return {to: text[text.index("Kære") :].split(",")[0].strip() for to, text in texts.items()}


def test_goes_to_oneself_and_to_colleagues_with_their_own_names(client, editor, letters):
    bo = make_colleague(first_name="Bo")
    said = send(client, make_newsletter(headline="tag en kollega med"), editor, bo)
    assert said == [f"Prøven er sendt til {editor.email}, {bo.email}."]
    assert greetings(letters) == {editor.email: "Kære Eva", bo.email: "Kære Bo"}
    assert {str(letter["Subject"]) for letter in letters()} == {"[TEST] Nyt fra netværket"}
    assert Mailing.objects.count() == 0


def test_is_written_as_the_member_that_was_picked(client, editor, letters):
    page, member = make_newsletter(headline="læs med"), make_member(first_name="Søren")
    bo = make_colleague(first_name="Bo")
    client.post(reverse("newsletters_previews", args=[page.pk]), {"member": member.pk})
    shown = client.get(reverse("newsletters_send", args=[page.pk]))
    assert shown.context["seen_as"] == member
    send(client, page, editor, bo)
    assert greetings(letters) == {editor.email: "Kære Søren", bo.email: "Kære Søren"}
    member.delete()
    assert client.get(reverse("newsletters_send", args=[page.pk])).context["seen_as"] is None


def test_goes_to_oneself_when_nobody_is_ticked(client, editor, letters):
    send(client, make_newsletter())
    assert [str(letter["To"]) for letter in letters()] == [editor.email]


def test_goes_to_nobody_when_one_of_them_is_no_colleague(client, editor, letters):
    page = make_newsletter()
    outsider = User.objects.create_user("ude@network.example")
    gone = make_colleague(is_active=False)
    for stranger in (outsider, gone, "0", "x", "9" * 40, "bo@a.example"):
        said = send(client, page, editor, stranger)
        assert said == [
            "En af dem, du har valgt, har ikke længere adgang til administrationen. Se listen igen."
        ]
    send(client, page, editor, "\x00")
    assert letters() == []


def test_lists_colleagues_with_oneself_first_and_ticked(editor):
    bo, ane = make_colleague(first_name="Bo"), make_colleague(first_name="Ane", last_name="Bak")
    make_colleague(is_active=False)
    User.objects.create_user("ude@network.example")
    form = ColleaguesForm(user=editor)
    assert [str(label) for _value, label in form.fields["to"].choices] == [
        f"Eva Holm · {editor.email}",
        f"Ane Bak · {ane.email}",
        f"Bo · {bo.email}",
    ]
    assert form["to"].value() == [editor.pk]


def test_goes_to_twenty_at_most(client, editor, letters):
    people = [make_colleague() for _ in range(MOST_COLLEAGUES + 1)]
    page = make_newsletter()
    assert send(client, page, *people) == ["Vælg højst 20 personer."]
    assert letters() == []
    send(client, page, *people[1:])
    assert len(letters()) == MOST_COLLEAGUES


@pytest.mark.parametrize("count", [1, 3])
def test_lists_colleagues_with_the_same_queries(client, editor, django_assert_num_queries, count):
    for _ in range(count):
        make_colleague()
    with django_assert_num_queries(1):
        str(ColleaguesForm(user=editor)["to"])


def test_names_each_whose_letter_was_not_taken(client, editor, monkeypatch):
    bo = make_colleague(first_name="Bo")
    answers = {0: Result(Answer.ACCEPTED), 1: Result(Answer.REJECTED, "SMTP 550")}
    monkeypatch.setattr(actions, "hand_over", lambda *_args: Outcome(answers))
    assert send(client, make_newsletter(), editor, bo) == [
        f"Prøven til {bo.email} blev ikke modtaget: SMTP 550.",
        f"Prøven er sendt til {editor.email}.",
    ]


def test_says_that_none_was_taken_when_there_is_no_way_out(client, editor, monkeypatch):
    stopped = Outcome(stopped=Result(Answer.MISCONFIGURED, "HTTP 401"))
    monkeypatch.setattr(actions, "hand_over", lambda *_args: stopped)
    said = send(client, make_newsletter(), editor)
    assert said == [f"Prøven til {editor.email} blev ikke modtaget: HTTP 401."]


def test_stops_a_person_who_sends_too_many_in_an_hour(client, editor, letters, monkeypatch):
    monkeypatch.setattr(testing, "TESTS_AN_HOUR", 2)
    page, other = make_newsletter(), make_editor()
    for _ in range(2):
        send(client, page, editor)
    said = send(client, page, editor)
    assert said == ["Du har sendt mange prøver inden for en time. Vent lidt."]
    assert len(letters()) == 2
    client.force_login(other)
    send(client, page, other)
    assert len(letters()) == 3


def test_sends_the_draft_as_it_was_saved_last(client, editor, letters):
    page = make_newsletter(subject="Før")
    page.subject = "Efter"
    page.save_revision()
    send(client, page, editor)
    assert [str(letter["Subject"]) for letter in letters()] == ["[TEST] Efter"]


def test_lets_nobody_send_a_test_who_may_not_send(client, editor, letters):
    page = make_newsletter()
    client.force_login(make_colleague())
    url = reverse("newsletters_test", args=[page.pk])
    assert client.post(url, {"to": [editor.pk]}).status_code == 302
    assert client.get(url).status_code == 302
    assert letters() == []


def test_writes_a_name_that_is_markup_as_words(client, editor, letters):
    page, member = make_newsletter(), make_member(first_name="Bo <b>{{ x }}%recipient.y%")
    client.post(reverse("newsletters_previews", args=[page.pk]), {"member": member.pk})
    assert client.session[previews.SEEN_AS] == member.pk
    send(client, page, editor)
    (letter,) = letters()
    html = letter.get_body(("html",)).get_content()
    assert "Kære Bo &lt;b&gt;{{ x }}%recipient.y%" in html
