"""Whether there is a letter at all."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .draft import Draft
from .fault import Fault


def has_content(draft: Draft) -> Iterator[Fault]:
    if not draft.page.body:
        yield Fault(_("The newsletter is empty. Add at least one block under »Content«."))


def is_published(draft: Draft) -> Iterator[Fault]:
    if not draft.page.live:
        yield Fault(
            _("The newsletter is a draft. Publish it first: the letter links to its web copy.")
        )
    elif draft.page.has_unpublished_changes:
        yield Fault(_("There are changes that are not published. Publish them, or discard them."))


def can_be_rendered(draft: Draft) -> Iterator[Fault]:
    letter, why = draft.rendered
    if letter is None:
        yield Fault(_("The letter cannot be made: %(words)s") % {"words": why})
