"""Asking for a second person's yes, and answering."""

import pytest
from django.utils import timezone

from newsletters.approvals import actions
from newsletters.approvals.models import Approval
from newsletters.approvals.queries import approval_of, standing
from newsletters.audiences.rules import Rule, sentence
from newsletters.delivery.queries import audience_key
from newsletters.editions.languages import issue_of
from newsletters.editions.rendering import render
from tests.factories.pages import make_newsletter
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db

EVERYBODY = Rule()
MUNICIPALITIES = Rule(kinds=("municipality",))


@pytest.fixture
def page():
    return make_newsletter(headline="tag en kollega med")


@pytest.fixture
def editor():
    return make_editor(first_name="Eva")


@pytest.fixture
def second():
    return make_editor(first_name="Søren")


def ask(page, user, rule=EVERYBODY):
    return actions.ask(
        page_key=page.pk,
        issue=issue_of(page),
        rule=rule,
        audience_key=audience_key(rule),
        sentence=sentence(rule),
        user=user,
        now=timezone.now(),
    )


def answer(question, user, page, *, is_yes=True, words=""):
    actions.answer(
        approval=question,
        is_yes=is_yes,
        content_hash=render(page).content_hash,
        words=words,
        user=user,
        now=timezone.now(),
    )


def stands(page, rule=EVERYBODY):
    return standing(
        page_key=page.pk,
        issue=issue_of(page),
        audience_key=audience_key(rule),
        sentence=sentence(rule),
    )


def test_lets_a_letter_go_that_somebody_else_approved(page, editor, second):
    assert stands(page).may_go is False
    question = ask(page, editor)
    assert stands(page).asked == question
    answer(question, second, page)
    assert stands(page).given == question
    assert stands(page).may_go is True


def test_is_one_question_however_often_it_is_asked(page, editor):
    assert ask(page, editor) == ask(page, editor)
    assert Approval.objects.count() == 1


def test_refuses_the_answer_of_whoever_asked(page, editor):
    question = ask(page, editor)
    with pytest.raises(actions.OwnQuestionError):
        answer(question, editor, page)
    assert stands(page).may_go is False


def test_lets_whoever_asked_take_the_question_back(page, editor):
    question = ask(page, editor)
    answer(question, editor, page, is_yes=False)
    assert stands(page).asked is None


def test_refuses_a_yes_to_a_letter_that_was_changed_meanwhile(page, editor, second):
    question = ask(page, editor)
    page.headline = "tag to med"
    page.save_revision().publish()
    with pytest.raises(actions.OtherLetterError):
        answer(question, second, page)
    question.refresh_from_db()
    assert question.is_open


def test_refuses_a_second_answer(page, editor, second):
    question = ask(page, editor)
    answer(question, second, page)
    with pytest.raises(actions.AnsweredError):
        answer(question, second, page, is_yes=False)
    assert stands(page).may_go is True


def test_shows_a_no_with_its_words_until_it_is_asked_again(page, editor, second):
    answer(ask(page, editor), second, page, is_yes=False, words="Prisen mangler.")
    assert stands(page).refused.words == "Prisen mangler."
    ask(page, editor)
    assert stands(page).refused is None


@pytest.mark.parametrize("field", ["subject", "headline", "lead", "sender_name", "reply_to"])
def test_is_void_as_soon_as_anything_is_changed(page, editor, second, field):
    answer(ask(page, editor), second, page)
    setattr(page, field, "anden@network.example" if field == "reply_to" else "Noget andet")
    page.save_revision().publish()
    assert stands(page).may_go is False
    assert stands(page).void is not None


def test_is_void_for_another_audience(page, editor, second):
    answer(ask(page, editor), second, page)
    other = stands(page, MUNICIPALITIES)
    assert other.may_go is False
    assert ("-", sentence(EVERYBODY)) in other.difference
    assert ("+", sentence(MUNICIPALITIES)) in other.difference


def test_shows_what_has_changed_and_little_else(page, editor, second):
    answer(ask(page, editor), second, page)
    page.subject = "Et andet emne"
    page.save_revision().publish()
    changed = [line for line in stands(page).difference if line[0] != " "]
    assert changed == [("-", "Nyt fra netværket"), ("+", "Et andet emne")]


def test_stands_again_when_the_letter_is_changed_back(page, editor, second):
    answer(ask(page, editor), second, page)
    before = page.subject
    for subject in ("Et andet emne", before):
        page.subject = subject
        page.save_revision().publish()
    assert stands(page).may_go is True


def test_takes_a_yes_back(page, editor, second):
    question = ask(page, editor)
    answer(question, second, page)
    assert actions.take_back(approval=question, user=second, now=timezone.now()) is True
    assert actions.take_back(approval=question, user=second, now=timezone.now()) is False
    assert stands(page).may_go is False


def test_passes_the_question_on_when_whoever_asked_is_gone(page, editor, second):
    question = ask(page, editor)
    editor.delete()
    assert ask(page, second).asked_by == second
    question.refresh_from_db()
    with pytest.raises(actions.OwnQuestionError):
        answer(question, second, page)


def test_gives_the_yes_that_holds_and_no_other(page, editor, second):
    bound = {
        "page_key": page.pk,
        "content_hash": render(page).content_hash,
        "audience_key": audience_key(EVERYBODY),
    }
    assert approval_of(**bound) is None
    question = ask(page, editor)
    assert approval_of(**bound) is None
    answer(question, second, page)
    assert approval_of(**bound) == question
    assert approval_of(**bound | {"content_hash": "andet"}) is None
