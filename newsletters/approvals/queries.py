"""Whether a letter may go, who was asked, and what has changed since."""

import difflib
from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import Site

from newsletters.editions.languages import Issue

from .models import Approval, SendingSettings

# Around each changed line, so many others are shown.
CONTEXT = 1
MOST_LINES = 200


@dataclass(frozen=True)
class Standing:
    """Where this letter to this audience stands.

    `given` is the yes that holds; `asked` waits for an answer; `refused` is the no it got; `void` was said of
    an earlier version or another audience, and `difference` is what has changed since.
    """

    is_needed: bool
    given: Approval | None = None
    asked: Approval | None = None
    refused: Approval | None = None
    void: Approval | None = None
    difference: tuple[tuple[str, str], ...] = ()

    @property
    def may_go(self) -> bool:
        return self.given is not None or not self.is_needed


def sending_settings() -> SendingSettings:
    """The settings of the site, or what holds where none were made."""
    return SendingSettings.for_site(Site.objects.filter(is_default_site=True).first())


def standing(*, page_key: int, issue: Issue, audience_key: str, sentence: str) -> Standing:
    """Where exactly this letter stands with exactly this audience."""
    is_needed = sending_settings().second_person
    said = list(
        Approval.objects.filter(page_key=page_key).select_related("asked_by", "answered_by")[:50]
    )
    same = [
        one
        for one in said
        if one.content_hash == issue.content_hash and one.audience_key == audience_key
    ]
    if same:
        # The last word counts: a no after a yes takes it back, a question after a no asks anew.
        last = same[0]
        return Standing(
            is_needed,
            given=last if last.is_yes else None,
            asked=last if last.is_open else None,
            refused=last if last.is_yes is False else None,
        )
    void = next((one for one in said if one.is_yes is not False), None)
    if void is None:
        return Standing(is_needed)
    return Standing(is_needed, void=void, difference=difference(void, issue, sentence))


def approval_of(*, page_key: int, content_hash: str, audience_key: str) -> Approval | None:
    """The yes that holds for exactly this, or None."""
    last = Approval.objects.filter(
        page_key=page_key, content_hash=content_hash, audience_key=audience_key
    ).first()
    return last if last and last.is_yes else None


def open_questions() -> QuerySet[Approval]:
    """What waits for an answer, the latest first."""
    return Approval.objects.filter(is_yes=None).select_related("asked_by").defer("text")


def difference(said: Approval, issue: Issue, sentence: str) -> tuple[tuple[str, str], ...]:
    """What has changed since: (sign, line), where the sign is »-« then, »+« now, or » « beside it.

    Where it is empty, only what cannot be read has changed: a picture, a colour, the sender.
    """
    then = [said.subject, said.audience_sentence, *said.text.splitlines()]
    now = [issue.subject, sentence[:1000], *issue.text.splitlines()]
    lines = difflib.unified_diff(then, now, lineterm="", n=CONTEXT)
    found = [(line[0], line[1:]) for line in lines if line[:2] not in ("--", "++", "@@")]
    return tuple(found[:MOST_LINES])
