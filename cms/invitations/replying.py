"""Writes down what somebody answered when they signed up, or changed later. Belongs under the day's lock."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from .asked import Asked
from .models import Registration
from .questions import ANSWERS_KEPT, NEEDS_KEPT, Answer, Needs, forget_said

MOST_AT_ONCE = 500
State = Registration.State


@dataclass(frozen=True)
class Said:
    """{question's key: answer}, and the needs; checked by the form."""

    answers: Mapping[str, str] = field(default_factory=dict)
    diet: str = ""
    access: str = ""


def keep(registration: Registration, asked: Asked, said: Said, now: dt.datetime) -> None:
    """What is empty is deleted. Answers to questions that are asked no longer stay as they are."""
    standing = {one.key: one for one in registration.answers.all()}
    for question in asked.questions:
        value, before = said.answers.get(question.key, ""), standing.get(question.key)
        if before and before.value == value:
            continue
        if before and not value:
            before.delete()
        elif value:
            Answer.objects.update_or_create(
                registration=registration,
                key=question.key,
                defaults={"label": question.name, "value": value, "at": now},
            )
    keep_needs(registration, asked, said, now)


def keep_needs(registration: Registration, asked: Asked, said: Said, now: dt.datetime) -> None:
    diet = said.diet if asked.diet else ""
    access = said.access if asked.access else ""
    if diet or access:
        Needs.objects.update_or_create(
            registration=registration,
            defaults={"diet": diet, "access": access, "agreed_at": now},
        )
    else:
        Needs.objects.filter(registration=registration).delete()


def said_at(registration: Registration) -> Said:
    """What stands now."""
    needs = Needs.objects.filter(registration=registration).first()
    answers = {one.key: one.value for one in registration.answers.all()}
    return Said(answers, needs.diet if needs else "", needs.access if needs else "")


def forget_old(*, now: dt.datetime) -> dict[str, int]:
    """What a tick does: delete what is of no use any more. Returns {what: how many}."""
    needs = Needs.objects.filter(registration__invitation__ends_at__lte=now - NEEDS_KEPT)
    over = Registration.objects.filter(invitation__ends_at__lte=now - ANSWERS_KEPT)
    done = list(over.exclude(answers=None).distinct().order_by("pk")[:MOST_AT_ONCE])
    forgotten = needs.delete()[0]
    forget_said(done)
    return {"needs forgotten": forgotten, "answers forgotten": len(done)}
