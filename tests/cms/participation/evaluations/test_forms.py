"""The form made of the questions, whatever is typed into it; and the editor's own questions."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.participation.evaluations.forms import LONGEST_TEXT, AnswerForm, OwnQuestions, own_of
from cms.participation.evaluations.questions import Kind, Part, Question, generated
from tests.factories.evaluations import PROGRAMME
from tests.factories.pages import make_invitation

QUESTIONS = [
    Question("item1", Kind.RATING, Part.ITEM, "Velkommen"),
    Question("whole", Kind.RATING, Part.WHOLE),
    Question("home", Kind.TEXT, Part.WHOLE),
    Question("own1", Kind.LINE, Part.OWN, "Hvorfra?"),
    Question("own2", Kind.CHOICE, Part.OWN, "Længde?", "", ["For kort", "Passende"]),
    Question("own3", Kind.YES_NO, Part.OWN, "Igen?"),
]
# As a browser sends it, and as no browser does.
TYPED = st.text(st.characters(exclude_categories=[]), max_size=2_500)


def form(**data):
    return AnswerForm(data, questions=QUESTIONS)


def test_takes_any_part_of_the_answers():
    for data in ({}, {"whole": "4"}, {"item1": "absent", "own3": "yes", "own2": "1"}):
        filled = form(**data)
        assert filled.is_valid()
        assert filled.answers() == data


@pytest.mark.parametrize(
    "data", [{"whole": "6"}, {"whole": "absent"}, {"own2": "3"}, {"own3": "maybe"}, {"item1": "0"}]
)
def test_takes_no_answer_that_is_not_offered(data):
    assert list(form(**data).errors) == list(data)


def test_says_what_is_too_long_and_how_long_it_is():
    (fault,) = form(home="x" * (LONGEST_TEXT + 1)).errors["home"]
    assert ("2000" in fault, "2001" in fault) == (True, True)
    assert form(home="x" * LONGEST_TEXT).is_valid()


def test_takes_no_field_that_was_not_asked():
    filled = form(whole="5", has_answered="1", evaluation="9")
    assert (filled.is_valid(), filled.answers()) == (True, {"whole": "5"})


@given(home=TYPED, line=TYPED)
def test_answers_to_any_text_with_words_or_a_fault(home, line):
    filled = form(home=home, own1=line)
    if filled.is_valid():
        kept = json.dumps(filled.answers()).encode()
        assert b"\\u0000" not in kept
        "".join(filled.answers().values()).encode()
    else:
        assert set(filled.errors) <= {"home", "own1"}


def own(*questions):
    data = {"form-TOTAL_FORMS": "5", "form-INITIAL_FORMS": "0"}
    for number in range(5):
        words, kind, choices = questions[number] if number < len(questions) else ("", "line", "")
        data |= {
            f"form-{number}-words": words,
            f"form-{number}-kind": kind,
            f"form-{number}-choices": choices,
        }
    return OwnQuestions(data)


def test_keeps_the_questions_that_were_written():
    written = own(("Lyd?", "yes_no", ""), ("", "line", ""), ("Længde?", "choice", "Kort\n Lang \n"))
    assert written.is_valid()
    assert own_of(written) == [
        {"words": "Lyd?", "kind": "yes_no", "choices": []},
        {"words": "Længde?", "kind": "choice", "choices": ["Kort", "Lang"]},
    ]


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (("Længde?", "choice", "Kun ét"), "choices"),
        (("Længde?", "choice", "Kort\nKort"), "choices"),
        (("Længde?", "choice", "\n".join(map(str, range(9)))), "choices"),
        (("Længde?", "choice", "x" * 81 + "\ny"), "choices"),
        (("", "choice", "Kort\nLang"), "words"),
        (("x" * 201, "line", ""), "words"),
        (("Lyd?", "stars", ""), "kind"),
    ],
)
def test_says_what_is_wrong_with_a_question(question, field):
    written = own(question)
    assert not written.is_valid()
    assert list(written.errors[0]) == [field]


@given(words=TYPED, kind=st.sampled_from(["line", "choice", "yes_no", "x"]), choices=TYPED)
def test_an_editors_question_is_kept_or_refused_whatever_it_says(words, kind, choices):
    written = own((words, kind, choices))
    if written.is_valid():
        assert b"\\u0000" not in json.dumps(own_of(written)).encode()
        assert all(2 <= len(one["choices"]) <= 8 for one in own_of(written) if kind == "choice")
    else:
        assert set(written.errors[0]) <= {"words", "kind", "choices"}


def test_asks_about_every_item_but_the_breaks(home):
    day = make_invitation(programme=PROGRAMME)
    made = generated(day, [{"words": "Lyd?", "kind": "yes_no", "choices": []}])
    assert [one.key for one in made] == ["item1", "item2", "whole", "home", "different", "own1"]
    assert (made[0].words, made[0].detail) == ("Velkommen", "10.00 · Anna")


def test_asks_about_a_day_without_a_programme(home):
    assert [one.key for one in generated(make_invitation(), [])] == ["whole", "home", "different"]
