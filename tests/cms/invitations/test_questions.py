"""What a day asks, and what people answer: kept with the seat, shown to few, and forgotten in time."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cms.invitations import actions, passing
from cms.invitations.holdings import answers_of, needs_of
from cms.invitations.models import Registration
from cms.invitations.questions import (
    ANSWERS_KEPT,
    MOST_OPTIONS,
    NEEDS_KEPT,
    Answer,
    Needs,
    Question,
)
from cms.invitations.replying import Said
from cms.invitations.sweeping import sweep
from cms.invitations.tokens import HANDOVER, PASS, make_token
from cms.mail.models import Letter
from cms.members.leaving import erase
from cms.members.queries import person_of
from tests.cms.members.test_leaving import rows_that_hold
from tests.factories.pages import make_invitation
from tests.factories.people import make_member
from tests.factories.seats import account_of, make_registration
from tests.factories.visitors import ask

pytestmark = pytest.mark.django_db
State = Registration.State
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
CANARY = "kanariefrø"


@pytest.fixture
def day(home):
    return make_invitation(
        title="Energidag", seats=2, guests_allowed=1, asks_diet=True, asks_access=True
    )


@pytest.fixture
def question(day):
    return ask(day, "Hvilken workshop?", "choice", options="Vand\nVind", is_required=True)


@pytest.fixture
def anna(client, day):
    member = make_member(first_name="Anna")
    client.force_login(account_of(member))
    return member


def said(question, value="Vand", diet=CANARY):
    return Said({question.key: value}, diet=diet, access="Rampe")


def form(question, value="Vand", **more):
    return {"guests": "0", f"answer-{question.key}": value, **more}


def test_asks_a_member_who_signs_up(client, anna, day, question):
    page = client.get(f"{day.url}tilmeld/").content.decode()
    assert "Hvilken workshop?" in page
    answer = client.post(f"{day.url}tilmeld/", form(question, diet="Nødder", agrees="on"))
    assert answer.status_code == 302
    assert Answer.objects.get().value == "Vand"
    assert Needs.objects.get().diet == "Nødder"


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": ""},
        {"value": "Ild"},
        {"value": "x" * 10_000},
        {"diet": "Nødder"},
        {"diet": "x" * 301, "agrees": "on"},
        {"access": "R\u202eampe", "agrees": "on"},
        {"access": "a\x00b", "agrees": "on"},
    ],
)
def test_names_what_is_wrong_with_an_answer(client, anna, day, question, wrong):
    assert client.post(f"{day.url}tilmeld/", form(question, **wrong)).status_code == 422
    assert not Registration.objects.exists()


def test_changes_an_answer_until_the_deadline(client, anna, day, question):
    make_registration(day, anna, said=said(question))
    change = form(question, "Vind", deed="answers")
    assert client.post(f"{day.url}tilmelding/", change).status_code == 302
    assert Answer.objects.get().value == "Vind"
    assert not Needs.objects.exists()
    type(day).objects.filter(pk=day.pk).update(deadline_at=timezone.now() - HOUR)
    late = client.post(f"{day.url}tilmelding/", form(question, "Vand", deed="answers"))
    assert late.status_code == 409
    assert Answer.objects.get().value == "Vind"


def test_asks_the_colleague_who_uses_a_pass_for_themselves(client, day, question):
    host = make_registration(day, guests=1, said=said(question))
    seat = Registration.objects.get(host=host)
    url = reverse("invitations:pass", args=[make_token(PASS, seat)])
    person = {"first_name": "Bo", "email": "bo@firma.example"}
    assert client.post(url, person).status_code == 422
    assert client.post(url, person | form(question, "Vind")).status_code == 302
    assert Answer.objects.get(registration=seat).value == "Vind"
    assert Answer.objects.get(registration=host).value == "Vand"


def test_keeps_an_answer_in_the_words_it_was_asked_in(day, question):
    own = make_registration(day, said=said(question))
    question.label = "Noget andet?"
    question.save()
    question.delete()
    assert own.answers.get().label == "Hvilken workshop?"


def test_asks_in_the_language_of_the_page_and_keeps_the_words_of_the_first(client, day, question):
    from wagtail.models import Locale

    locale, _made = Locale.objects.get_or_create(language_code="en")
    english = day.copy_for_translation(locale, copy_parents=True)
    english.save_revision().publish()
    other = Question.objects.get(page=english)
    assert other.key == question.key
    Question.objects.filter(pk=other.pk).update(label="Which workshop?", options="Water\nWind")
    member = make_member()
    client.force_login(account_of(member))
    url = f"{type(day).objects.get(pk=english.pk).url}tilmeld/"
    page = client.get(url).content.decode()
    assert "Which workshop?" in page
    assert "Water" in page
    client.post(url, form(question, "Vind"))
    answer = Answer.objects.get()
    assert (answer.label, answer.value) == ("Hvilken workshop?", "Vind")


def test_forgets_needs_at_once_when_a_seat_is_given_back(day, question):
    own = make_registration(day, said=said(question))
    actions.cancel(registration=own, now=timezone.now())
    assert (Needs.objects.count(), Answer.objects.count()) == (0, 0)


def test_hands_over_a_seat_without_what_was_answered(day, question):
    own = make_registration(day, said=said(question))
    colleague = make_member(organisation=own.organisation)
    passing.hand_over(token=make_token(HANDOVER, own), member=colleague, now=timezone.now())
    assert (Needs.objects.count(), Answer.objects.count()) == (0, 0)


@pytest.mark.parametrize("has_been", [False, True])
def test_leaves_nothing_of_whoever_is_erased(day, question, has_been):
    own = make_registration(day, said=said(question, CANARY))
    if has_been:
        past = {"starts_at": timezone.now() - 9 * HOUR, "ends_at": timezone.now() - HOUR}
        type(day).objects.filter(pk=day.pk).update(**past)
    Question.objects.all().delete()
    erase(member=own.member, now=timezone.now())
    assert rows_that_hold(CANARY) == set()


def test_forgets_needs_after_a_week_and_answers_after_two(day, question):
    make_registration(day, said=said(question))
    sweep(now=day.ends_at + NEEDS_KEPT - HOUR)
    assert Needs.objects.exists()
    assert sweep(now=day.ends_at + NEEDS_KEPT)["needs forgotten"] == 1
    assert Answer.objects.exists()
    assert sweep(now=day.ends_at + ANSWERS_KEPT)["answers forgotten"] == 1
    assert not Answer.objects.exists()
    assert sweep(now=day.ends_at + ANSWERS_KEPT + DAY)["answers forgotten"] == 0


def test_writes_needs_into_no_letter(day, question):
    make_registration(day, said=said(question))
    assert not any(CANARY in letter.text + letter.html for letter in Letter.objects.all())


def test_shows_a_person_what_is_kept_of_them(day, question):
    own = make_registration(day, said=said(question))
    make_registration(day, said=said(question, "Vind"))
    (answer,) = answers_of(person_of(own.member), None)
    (needs,) = needs_of(person_of(own.member), None)
    assert [fact.value for fact in answer.facts] == ["Vand"]
    assert [fact.value for fact in needs.facts] == [CANARY, "Rampe"]
    assert needs.deleted_at == day.ends_at + NEEDS_KEPT


@pytest.mark.parametrize(
    ("kind", "options", "is_right"),
    [
        ("choice", "A\nB", True),
        ("choice", "A\nA", False),
        ("choice", "", False),
        ("choice", "\n".join(map(str, range(MOST_OPTIONS + 1))), False),
        ("choice", "A\n" + "x" * 81, False),
        ("text", "A\nB", False),
        ("yes_no", "", True),
    ],
)
def test_checks_what_can_be_chosen(kind, options, is_right):
    made = Question(label="?", kind=kind, options=options)
    if is_right:
        made.clean()
    else:
        with pytest.raises(ValidationError):
            made.clean()
