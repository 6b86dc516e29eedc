"""What `tick` does for service letters."""

import datetime as dt

import pytest
from django_tasks_db.models import DBTaskResult

from cms.mail import posting, sweeping
from cms.mail.models import Letter
from tests.factories.letters import NOW, again, post_letter, post_secret

pytestmark = pytest.mark.django_db
State = Letter.State
DAYS = dt.timedelta(days=1)
NOTHING = {"released": 0, "given up": 0, "rung": 0, "forgotten": 0}


def end(letter, state=State.ACCEPTED):
    Letter.objects.filter(pk=letter.pk).update(**posting.ending(letter.kind, state, NOW))


def test_rings_for_what_the_queue_lost(home, work, letters):
    letter = post_letter()
    DBTaskResult.objects.all().delete()
    assert sweeping.sweep(now=NOW) == {**NOTHING, "rung": 1}
    work()
    assert (again(letter).state, len(letters())) == (State.ACCEPTED, 1)


def test_does_nothing_where_nothing_is_to_be_done(home):
    end(post_letter())
    assert sweeping.sweep(now=NOW) == NOTHING


def test_gives_a_dead_workers_letter_back(home):
    letter = post_letter()
    posting.claim(now=NOW)
    assert sweeping.sweep(now=NOW + posting.CLAIM)["released"] == 1
    letter = again(letter)
    assert (letter.state, letter.answer, letter.said) == (State.WAITING, "unknown", sweeping.GONE)


def test_gives_up_what_is_of_no_use_and_empties_its_secrets(home):
    plain, secret = post_letter(), post_secret()
    assert sweeping.sweep(now=NOW + DAYS)["given up"] == 2
    assert [again(letter).state for letter in (plain, secret)] == [State.GIVEN_UP] * 2
    assert (again(plain).text != "", again(secret).text) == (True, "")


def test_forgets_words_and_address_and_keeps_the_rest(home):
    letter = post_letter(about="user:5")
    end(letter)
    assert sweeping.sweep(now=NOW + 6 * DAYS)["forgotten"] == 0
    assert sweeping.sweep(now=NOW + 7 * DAYS)["forgotten"] == 1
    letter = again(letter)
    assert [letter.address, letter.subject, letter.html, letter.text] == [""] * 4
    assert letter.attachment is None
    assert (letter.kind, letter.state, letter.about) == ("mail.test", State.ACCEPTED, "user:5")
    assert (letter.created_at, letter.ended_at, letter.forgotten_at) == (NOW, NOW, NOW + 7 * DAYS)
    assert sweeping.sweep(now=NOW + 8 * DAYS)["forgotten"] == 0


def test_forgets_in_portions(home, monkeypatch):
    monkeypatch.setattr(sweeping, "PORTION", 2)
    for _number in range(5):
        end(post_letter())
    assert sweeping.sweep(now=NOW + 7 * DAYS)["forgotten"] == 5


def test_takes_as_many_queries_for_three_letters_as_for_one(home, django_assert_num_queries):
    post_letter()
    with django_assert_num_queries(5):
        sweeping.sweep(now=NOW + DAYS)
    for _number in range(3):
        post_letter()
    with django_assert_num_queries(5):
        sweeping.sweep(now=NOW + DAYS)
