"""What the inbox shows."""

import pytest

from newsletters.editions.review import inbox
from tests.factories.pages import make_newsletter

from .drafts import found, severities

pytestmark = pytest.mark.django_db


def test_wants_a_subject():
    (fault,) = found(inbox.has_subject, make_newsletter(subject="  "))
    assert fault.words == "Nyhedsbrevet har intet emne. Skriv et under »I indbakken«."
    assert fault.is_stop
    assert found(inbox.has_subject, make_newsletter()) == []


def test_advises_a_preheader():
    assert severities(found(inbox.has_preheader, make_newsletter(preheader=" "))) == ["warn"]
    assert found(inbox.has_preheader, make_newsletter(preheader="Tre historier")) == []


@pytest.mark.parametrize(
    ("subject", "preheader", "count"), [(60, 110, 0), (61, 110, 1), (60, 111, 1), (61, 111, 2)]
)
def test_counts_what_the_inbox_shows(subject, preheader, count):
    page = make_newsletter(subject="æ" * subject, preheader="ø" * preheader)
    assert severities(found(inbox.is_short_enough_for_the_inbox, page)) == ["warn"] * count


def test_wants_the_preheader_to_say_something_else():
    same = make_newsletter(subject="Nyt fra netværket", preheader="nyt  fra Netværket ")
    assert severities(found(inbox.says_two_things_in_the_inbox, same)) == ["stop"]
    other = make_newsletter(subject="Nyt fra netværket", preheader="Tre historier")
    assert found(inbox.says_two_things_in_the_inbox, other) == []


def test_says_one_thing_of_an_inbox_that_is_empty():
    page = make_newsletter(subject="", preheader="")
    assert found(inbox.says_two_things_in_the_inbox, page) == []
