"""The bars of one question, laid out for a template that draws them as SVG.

Widths are parts of the chart's own, and type keeps its size, so it is read on a telephone as on a wide
screen. Each bar stands below its words and beside its number: colour says nothing by itself.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .results import Line, Result

ROW, TEXT_AT, BAR_AT, THICK = 46, 14, 22, 16
# The longest bar leaves room for the number beside it.
WIDEST = 82.0
LONGEST = 34


@dataclass(frozen=True)
class Bar:
    """`y` in pixels; `width` and `after` in percent."""

    words: str
    number: int
    percent: int
    y: int
    text_y: int
    number_y: int
    width: float
    after: float


@dataclass(frozen=True)
class Chart:
    title: str
    description: str
    bars: list[Bar]
    lines: list[Line]
    height: int
    thick: int = THICK

    @property
    def rows(self) -> list[tuple[Line, Bar]]:
        """For the table beneath, with the words in full."""
        return list(zip(self.lines, self.bars, strict=True))


def chart(result: Result) -> Chart:
    most = max((line.number for line in result.lines), default=0) or 1
    bars = []
    for place, line in enumerate(result.lines):
        top, width = place * ROW, round(WIDEST * line.number / most, 2)
        bars.append(
            Bar(
                words=cut(line.words),
                number=line.number,
                percent=round(100 * line.share),
                y=top + BAR_AT,
                text_y=top + TEXT_AT,
                number_y=top + BAR_AT + THICK - 3,
                width=width,
                after=round(width + 1.5, 2),
            )
        )
    title = result.question.words
    return Chart(title, said(result), bars, result.lines, height=len(bars) * ROW)


def said(result: Result) -> str:
    """The chart in a sentence, for whoever does not see it."""
    number = result.number
    words = ngettext("%(number)s answer.", "%(number)s answers.", number) % {"number": number}
    lines = "; ".join(f"{line.words}: {line.number}" for line in result.lines)
    return _("%(answers)s %(lines)s.") % {"answers": words, "lines": lines}


def cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
