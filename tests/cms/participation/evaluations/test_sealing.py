"""What becomes of the sheets: numbers and shuffled texts, from five answers up."""

import pytest
from django.utils import translation

from cms.participation.evaluations import results, sealing
from cms.participation.evaluations.charts import chart
from cms.participation.evaluations.models import Evaluation
from cms.participation.evaluations.questions import Kind, Part, Question, frozen

QUESTIONS = [
    Question("item1", Kind.RATING, Part.ITEM, "Velkommen"),
    Question("whole", Kind.RATING, Part.WHOLE),
    Question("home", Kind.TEXT, Part.WHOLE),
    Question("own1", Kind.CHOICE, Part.OWN, "Længde?", "", ["For kort", "Passende", "x" * 80]),
]


def whole(*given):
    result = sealing.result_of(QUESTIONS, list(given))
    return results.whole(Evaluation(questions=frozen(QUESTIONS), result=result))


def of(found, key):
    return next(one for one in found.results if one.question.key == key)


def test_counts_each_question_by_itself():
    found = whole(*[{"whole": mark} for mark in "55443"])
    lines = of(found, "whole").lines
    assert [(line.number, line.share) for line in lines] == [
        *((2, 0.4), (2, 0.4), (1, 0.2), (0, 0), (0, 0))
    ]
    assert of(found, "whole").mean == 4.2


def test_keeps_nothing_where_fewer_than_five_have_answered():
    found = whole(*[{"whole": "5", "home": "Mod."}] * 4)
    assert (found.is_shown, found.answers, found.missing) == (False, 4, 1)
    assert sealing.result_of(QUESTIONS, [{"whole": "5"}] * 4) == {
        "answers": 4,
        "counts": {},
        "texts": {},
    }


def test_keeps_nothing_of_a_question_that_fewer_than_five_have_answered():
    found = whole(*[{"whole": "5", "home": "Mod."}] * 4, {"whole": "4"})
    assert (of(found, "whole").is_shown, of(found, "home").is_shown) == (True, False)
    assert "Mod." not in repr(found)


def test_does_not_count_those_who_were_not_there_towards_the_five():
    found = whole(*[{"item1": "5"}] * 4, *[{"item1": "absent"}] * 6)
    assert not of(found, "item1").is_shown
    found = whole(*[{"item1": "4"}] * 5, *[{"item1": "absent"}] * 2)
    assert (of(found, "item1").number, of(found, "item1").absent) == (5, 2)
    assert of(found, "item1").mean == 4.0


def test_shuffles_the_texts_of_each_question_anew():
    given = [{"whole": "5", "home": str(number)} for number in range(40)]
    texts = of(whole(*given), "home").texts
    assert sorted(texts, key=int) == [str(number) for number in range(40)]
    assert texts != sorted(texts, key=int)


def test_draws_each_answer_with_its_words_and_number():
    found = whole(*[{"own1": "2"}] * 6, *[{"own1": "3"}] * 3)
    drawn = chart(of(found, "own1"))
    assert [(bar.number, bar.percent) for bar in drawn.bars] == [(0, 0), (6, 67), (3, 33)]
    assert (drawn.bars[1].width, drawn.bars[2].width) == (82.0, 41.0)
    assert drawn.bars[2].words == "x" * 33 + "…"
    assert "Passende: 6" in drawn.description
    assert [line.words for line, _bar in drawn.rows] == ["For kort", "Passende", "x" * 80]


def test_is_the_same_in_both_languages():
    assert QUESTIONS[1].words == "Hvor meget fik du ud af dagen som helhed?"
    with translation.override("en"):
        assert QUESTIONS[1].words == "How much did you get out of the day as a whole?"


@pytest.mark.parametrize("stored", [{}, {"answers": 9}])
def test_shows_a_result_of_an_earlier_kind_as_empty(stored):
    found = results.whole(Evaluation(questions=frozen(QUESTIONS), result=stored))
    assert [one.is_shown for one in found.results] == [False] * 4
