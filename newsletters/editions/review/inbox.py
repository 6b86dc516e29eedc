"""What the inbox shows: subject and preheader."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.mail.placeholders import one_line

from .draft import Draft
from .fault import Fault, warning

# What a telephone shows of each before it cuts.
LONGEST_SUBJECT = 60
LONGEST_PREHEADER = 110


def has_subject(draft: Draft) -> Iterator[Fault]:
    if not draft.page.subject.strip():
        yield Fault(_("The newsletter has no subject. Write one under »In the inbox«."))


def has_preheader(draft: Draft) -> Iterator[Fault]:
    if not draft.page.preheader.strip():
        yield warning(
            _(
                "The newsletter has no preheader, so the inbox shows the letter's first words. "
                "Write one under »In the inbox«."
            )
        )


def is_short_enough_for_the_inbox(draft: Draft) -> Iterator[Fault]:
    subject, preheader = one_line(draft.page.subject), one_line(draft.page.preheader)
    if len(subject) > LONGEST_SUBJECT:
        words = _(
            "The subject is %(length)s characters long. Keep it under %(most)s: the rest is cut."
        )
        yield warning(words % {"length": len(subject), "most": LONGEST_SUBJECT})
    if len(preheader) > LONGEST_PREHEADER:
        words = _(
            "The preheader is %(length)s characters long. Keep it under %(most)s: the rest is cut."
        )
        yield warning(words % {"length": len(preheader), "most": LONGEST_PREHEADER})


def says_two_things_in_the_inbox(draft: Draft) -> Iterator[Fault]:
    subject, preheader = one_line(draft.page.subject), one_line(draft.page.preheader)
    if subject and subject.casefold() == preheader.casefold():
        yield Fault(
            _(
                "The subject and the preheader are the same. "
                "Write something in the preheader that the subject does not say."
            )
        )
