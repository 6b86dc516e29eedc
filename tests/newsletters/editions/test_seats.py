"""How many seats are left at a day that a letter tells of."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from django.utils.html import escape

from cms.invitations.queries import Seats
from newsletters.editions.previews import show
from newsletters.editions.rendering import render
from newsletters.editions.seats import as_it_is_now, say, words
from tests.factories.pages import make_invitation, make_newsletter
from tests.factories.seats import make_registrations

pytestmark = pytest.mark.django_db


def letter_about(day):
    return render(make_newsletter(body=[("facts", {"page": day})]))


def test_says_in_a_preview_what_is_left_now():
    day = make_invitation(seats=3)
    letter, said = letter_about(day), []
    for _ in range(4):
        said.append(("3" + say([str(day.pk)])[str(day.pk)]) in show(letter, "email"))
        make_registrations(1, day)
    assert said == [True] * 4


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        (Seats(40, 28, 0), " · 12 ledige, da dette blev sendt"),
        (Seats(40, 39, 0), " · én ledig, da dette blev sendt"),
        (Seats(40, 39, 2), " · alt optaget, da dette blev sendt; du kan skrive dig på venteliste"),
        (Seats(None, 39, 0), ""),
    ],
)
def test_says_it_in_words_that_are_fit_for_html_too(seats, expected):
    assert (words(seats), escape(words(seats))) == (expected, expected)


def test_says_it_in_html_and_text_of_the_letters_own_language():
    day = make_invitation(seats=3)
    letter = letter_about(day)
    with translation.override("en"):
        html, text = as_it_is_now(letter.html, letter.text)
    assert "3 · 3 free when this was sent" in html
    assert "Pladser: 3 · 3 free when this was sent\n" in text


def test_is_the_same_letter_whoever_signs_up():
    day = make_invitation(seats=3)
    page = make_newsletter(body=[("facts", {"page": day})])
    before = render(page).content_hash
    make_registrations(2, day)
    assert render(page).content_hash == before


@pytest.mark.parametrize(
    "fields",
    [
        {"cancelled_at": timezone.now()},
        {"deadline_at": timezone.now() - dt.timedelta(hours=1)},
        {"seats": None},
    ],
)
def test_says_nothing_where_it_does_not_matter(fields):
    shown = show(letter_about(make_invitation(**{"seats": 40} | fields)), "email_text")
    assert "da dette blev sendt" not in shown


def test_is_left_out_when_the_day_is_gone():
    day = make_invitation(seats=3)
    letter = letter_about(day)
    day.delete()
    assert "Pladser: 3\n" in as_it_is_now(letter.html, letter.text)[1]


def test_shows_on_the_web_what_is_left_today(client):
    day = make_invitation(seats=3)
    page = make_newsletter(body=[("facts", {"page": day})])
    make_registrations(1, day)
    assert "3 · 2 ledige" in client.get(page.url).content.decode()
    assert (page.kept_seconds, make_newsletter().kept_seconds) == (10, None)
