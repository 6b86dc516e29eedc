"""What becomes of the sheets when an evaluation closes: numbers and shuffled texts, question by question.

The sheets are deleted, so that nobody can put one person's answers beside each other again, or find the way
back to a sheet. What fewer than five have answered is not kept at all, so no later page can show it.
"""

import datetime as dt
from collections import Counter
from typing import Any

from django.db import transaction

from .models import ENOUGH, Evaluation
from .opening import ANY_ORDER
from .questions import ABSENT, Question, thawed

MOST_AT_ONCE = 50
Answers = list[dict[str, Any]]


def seal_due(now: dt.datetime) -> int:
    """Seal those whose time is up. Returns how many."""
    over = Evaluation.objects.over(now).order_by("closes_at", "pk")
    return sum(seal(one, now) for one in over[:MOST_AT_ONCE])


@transaction.atomic
def seal(evaluation: Evaluation, now: dt.datetime) -> bool:
    """Dissolve the sheets of an evaluation that has closed. False where that was done before."""
    found = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if found.is_sealed or found.closes_at is None or found.is_open(now):
        return False
    # Locked, so that an answer that is being saved is either in it or refused.
    sheets = list(found.sheets.select_for_update())
    given = [sheet.answers for sheet in sheets if sheet.answers]
    found.result = result_of(thawed(found.questions), given)
    found.save(update_fields=["result"])
    found.sheets.all().delete()
    return True


def result_of(questions: list[Question], given: Answers) -> dict[str, Any]:
    """{"answers": how many sheets, "counts": {key: {value: number}}, "texts": {key: [text]}}"""
    result: dict[str, Any] = {"answers": len(given), "counts": {}, "texts": {}}
    if len(given) < ENOUGH:
        return result
    for question in questions:
        said = [answers[question.key] for answers in given if answers.get(question.key)]
        real = [value for value in said if question.is_text or value != ABSENT]
        if len(real) < ENOUGH:
            continue
        if question.is_text:
            ANY_ORDER.shuffle(real)
            result["texts"][question.key] = real
        else:
            result["counts"][question.key] = dict(Counter(said))
    return result


def is_text_kept(evaluation: Evaluation) -> bool:
    return bool((evaluation.result or {}).get("texts"))


def forget_texts(evaluation: Evaluation) -> None:
    """The numbers stay: they are nobody's."""
    if evaluation.result is not None:
        evaluation.result = evaluation.result | {"texts": {}, "texts_deleted": True}
        evaluation.save(update_fields=["result"])
