"""Asks every rule."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from .content import is_published
from .draft import Draft
from .fault import Fault
from .rules import RULES

if TYPE_CHECKING:
    from ..pages import NewsletterPage


def review(
    page: "NewsletterPage", *, now: dt.datetime | None = None, is_being_written: bool = False
) -> list[Fault]:
    """All that is to be said of the newsletter: of the whole first, then block by block.

    While it is being written, that it is not published is no fault.
    """
    draft = Draft(page, now or timezone.now())
    rules = [rule for rule in RULES if not (is_being_written and rule is is_published)]
    return draft.in_order([fault for rule in rules for fault in rule(draft)])


def faults(page: "NewsletterPage", *, now: dt.datetime | None = None) -> list[Fault]:
    """All that stands in the way of sending; empty when nothing does."""
    return [fault for fault in review(page, now=now) if fault.is_stop]
