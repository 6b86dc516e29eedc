"""What a rule finds."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """STOP keeps the letter from being sent; WARN is for the editor to weigh."""

    STOP = "stop"
    WARN = "warn"


@dataclass(frozen=True)
class Fault:
    """One fault: `words` for a person, `block` is the id of the block it stands in (empty: none)."""

    words: str
    block: str = ""
    severity: Severity = Severity.STOP

    @property
    def is_stop(self) -> bool:
        return self.severity is Severity.STOP


def warning(words: str, block: str = "") -> Fault:
    return Fault(words, block, Severity.WARN)
