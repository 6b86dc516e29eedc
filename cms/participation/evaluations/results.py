"""What a sealed evaluation says, question by question; where fewer than five answered, nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .models import ENOUGH, Evaluation
from .questions import ABSENT, SCALE, Kind, Question, thawed


@dataclass(frozen=True)
class Line:
    """One answer of a question, how many gave it, and what part of all that is (0 to 1)."""

    words: str
    number: int
    share: float


@dataclass(frozen=True)
class Result:
    """`counts` of the answers that were given, or `texts` in random order; both empty below five."""

    question: Question
    counts: dict[str, int]
    texts: list[str]

    @property
    def is_shown(self) -> bool:
        return bool(self.counts or self.texts)

    @cached_property
    def number(self) -> int:
        """How many answered. Who was not there for an item has not judged it."""
        return sum(self.counts.get(value, 0) for value, _words in self.question.options())

    @property
    def absent(self) -> int:
        return self.counts.get(ABSENT, 0)

    @cached_property
    def lines(self) -> list[Line]:
        return [
            Line(words, (count := self.counts.get(value, 0)), count / self.number)
            for value, words in self.question.options()
            if self.counts
        ]

    @property
    def mean(self) -> float | None:
        """Of a rating; None for anything else."""
        if self.question.kind != Kind.RATING or not self.counts:
            return None
        return sum(mark * self.counts.get(str(mark), 0) for mark in SCALE) / self.number


@dataclass(frozen=True)
class Whole:
    """All of it. `answers` is how many sheets were filled in."""

    answers: int
    results: list[Result]
    texts_deleted: bool

    @property
    def is_shown(self) -> bool:
        return self.answers >= ENOUGH

    @property
    def missing(self) -> int:
        return max(0, ENOUGH - self.answers)


def whole(evaluation: Evaluation) -> Whole:
    """Of a sealed evaluation."""
    stored = evaluation.result or {}
    return Whole(
        answers=stored.get("answers", 0),
        results=list(each(evaluation)),
        texts_deleted=bool(stored.get("texts_deleted")),
    )


def each(evaluation: Evaluation) -> Iterator[Result]:
    stored = evaluation.result or {}
    for question in thawed(evaluation.questions):
        counts = stored.get("counts", {}).get(question.key, {})
        texts = stored.get("texts", {}).get(question.key, [])
        yield Result(question, counts, texts)
