"""The form: what it takes, what it says to what it does not take, and that it never breaks."""

import re

import pytest
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.members.asking_form import STAMP
from cms.members.join_form import JoinForm
from cms.members.models import Member
from cms.series.actions import reword
from cms.series.queries import shown_wordings
from tests.factories.joining import NOW, opened, typed
from tests.factories.pages import make_goal, make_home, make_topic
from tests.factories.people import make_organisation, make_series

pytestmark = pytest.mark.django_db


def form(**fields):
    return JoinForm(typed(**fields), now=NOW)


def wrong(**fields):
    return sorted(form(**fields).errors)


def test_takes_what_a_visitor_types(home):
    place, topic, goal = make_organisation(name="Køge Kommune"), make_topic(), make_goal(7)
    (wording,) = shown_wordings("da")
    filled = form(
        organisation="køge",
        is_elsewhere="",
        unit="hr",
        role="other",
        topics=[topic.pk],
        goals=[goal.pk],
        wordings=[wording.pk],
    )
    assert filled.errors == {}
    details = filled.details()
    assert (details.first_name, details.email) == ("Anna", "anna@koege.example")
    assert (details.organisation, details.organisation_name) == (place, "")
    assert (details.topics, details.goals, details.wordings) == (
        (topic.pk,),
        (goal.pk,),
        (wording.pk,),
    )


def test_takes_the_least_that_one_can_type(home):
    assert form(last_name="").errors == {}


def test_ticks_nothing_beforehand(home):
    make_topic()
    make_goal(7)
    html = str(JoinForm(now=NOW)["wordings"]) + str(JoinForm(now=NOW)["topics"])
    assert html.count("checkbox") == 2
    assert "checked" not in html


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("first_name", "A" * 61),
        ("first_name", "A\x00"),
        ("first_name", "A\u202eB"),
        ("first_name", "A\x1b[31mB"),
        ("first_name", "!!!"),
        ("last_name", "B" * 81),
        ("last_name", "\ue000name\ue001"),
        ("email", ""),
        ("email", "anna"),
        ("email", "anna@localhost"),
        ("email", "mi\u212ae@koege.dk"),
        ("email", "å@koege.dk"),
        ("email", "a" * 250 + "@koege.dk"),
        ("email", "a" * 5000),
        ("email", "a@koege.dk\r\nBcc: b@c.dk"),
        ("email", "a@koege.dk,b@koege.dk"),
        ("email", "Skat <a@koege.dk>"),
        ("organisation", ""),
        ("organisation", "x" * 121),
        ("organisation", "A\u202eB"),
        ("unit", "boss"),
        ("role", "hr\x00"),
        ("topics", ["1"]),
        ("topics", ["'; DROP TABLE"]),
        ("goals", ["99999999999999999999"]),
        ("language", ""),
        ("language", "de"),
        ("wordings", ["0"]),
        ("wordings", ["\x00"]),
    ],
)
def test_says_at_the_field_what_is_wrong(home, field, value):
    assert wrong(**{field: value}) == [field]


@pytest.mark.parametrize(
    "email",
    ["Anna+Net@Køge.dk", "  anna@koege.dk ", "o'hara@koege.dk", "anna@xn--kge-0na.dk"],
)
def test_takes_any_real_address(home, email):
    assert wrong(email=email) == []


def test_takes_a_line_break_in_a_name_for_a_space(home):
    filled = form(first_name="Anna\r\nBcc: x@y.dk")
    assert filled.errors == {}
    assert filled.details().first_name == "Anna Bcc: x@y.dk"


@pytest.mark.parametrize("stamp", ["", "join", "join:1:x", 0, 25 * 3600])
def test_lets_nobody_through_who_is_too_quick_or_too_late(home, stamp):
    stamp = opened(stamp) if isinstance(stamp, int) else stamp
    filled = form(opened=stamp)
    assert list(filled.errors) == ["__all__"]
    # Pressed once more a moment later, it works: the page holds a stamp of ours that is young enough.
    assert STAMP.unsign(filled["opened"].value(), max_age=60) == "join"


def test_offers_those_that_could_be_meant_and_takes_the_one_that_is_picked(home):
    one = make_organisation(name="Ringsted Kommune")
    make_organisation(name="Ringkøbing-Skjern Kommune")
    filled = form(organisation="ring", is_elsewhere="")
    assert list(filled.errors) == ["organisation"]
    assert len(filled.fields["picked"].choices) == 2
    picked = form(organisation="ring", is_elsewhere="", picked=str(one.pk))
    assert (picked.errors, picked.details().organisation) == ({}, one)


def test_takes_nothing_for_a_pick_that_was_not_offered(home):
    hidden = make_organisation(name="Skjult", is_listed=False)
    for value in (str(hidden.pk), "0", "x\x00", "9" * 30):
        assert wrong(picked=value) == ["picked"]


def test_guesses_by_the_address_and_asks(home):
    place = make_organisation(name="Køge Kommune")
    filled = form(organisation="", is_elsewhere="", email="anna@koege.dk")
    assert list(filled.errors) == ["organisation"]
    assert list(filled.fields["picked"].choices) == [(str(place.pk), "Køge Kommune")]


def test_asks_again_when_the_words_have_changed_since(home):
    (wording,) = shown_wordings("da")
    reword(series=make_series(), language="da", words="Andre ord.", now=NOW)
    assert wrong(wordings=[wording.pk]) == ["wordings"]


def test_offers_no_series_that_is_closed(home):
    series = make_series()
    series.is_open = False
    series.save()
    assert JoinForm(now=NOW).consents == []


def test_asks_in_the_language_of_the_page(home):
    with translation.override("en"):
        empty = JoinForm(now=NOW)
        ((_option, wording),) = empty.consents
        assert (wording.language, empty["language"].value()) == ("en", "en")


def test_cannot_be_told_more_than_it_asks(home):
    more = {"is_staff": "1", "confirmed_at": "2026-01-01", "member": "1", "answer": "asked"}
    filled = form(**more)
    assert filled.errors == {}
    assert set(more) & set(vars(filled.details())) == set()


ANYTHING = st.text(max_size=130)
FIELDS = ("first_name", "last_name", "email", "organisation", "picked", "unit", "role", "language")


class AnyInput(TestCase):
    """In a class of hypothesis's own, so that each example begins with an empty database."""

    @settings(max_examples=60, deadline=None)
    @given(
        fields=st.dictionaries(st.sampled_from([*FIELDS, "opened", "website"]), ANYTHING),
        lists=st.dictionaries(
            st.sampled_from(["topics", "goals", "wordings"]), st.lists(ANYTHING, max_size=3)
        ),
    )
    def test_never_breaks_and_hides_nothing(self, fields, lists):
        make_home()
        filled = JoinForm(typed(**fields, **lists), now=timezone.now())
        if filled.is_valid():
            details = filled.details()
            shown = details.first_name + details.last_name + details.organisation_name
            assert re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown) is None
            assert len(details.email) <= 1000
        assert Member.objects.count() == 0


def test_is_shown_with_the_same_queries_for_one_and_three(client, home, django_assert_num_queries):
    client.get("/bliv-medlem/")
    numbers = [1, 2, 3, 4]
    for count in (1, 3):
        for _number in range(count):
            make_organisation()
            make_topic()
            make_goal(number=numbers.pop())
        with django_assert_num_queries(12):
            client.get("/bliv-medlem/")
