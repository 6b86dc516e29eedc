"""How much of the letter is shown."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .draft import Draft
from .fault import Fault, warning

# Bytes of HTML. Gmail shows about 102 kB and hides the rest behind »View entire message«; the
# provider's own additions need some of it.
NEARLY_TOO_LARGE = 80_000
TOO_LARGE = 100_000


def is_shown_whole(draft: Draft) -> Iterator[Fault]:
    if draft.letter is None:
        return
    size = len(draft.letter.html.encode())
    names = {"size": size // 1000}
    if size >= TOO_LARGE:
        words = _(
            "The letter is %(size)s kB. Gmail clips it at about 102 kB, and the link to unsubscribe "
            "with it. Take blocks out."
        )
        yield Fault(words % names)
    elif size >= NEARLY_TOO_LARGE:
        words = _("The letter is %(size)s kB. Gmail clips it at about 102 kB: add no more blocks.")
        yield warning(words % names)
