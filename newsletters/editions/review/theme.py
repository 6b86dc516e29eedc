"""Whether the site's own colours can be read."""

from collections.abc import Iterator

from django.utils import formats
from django.utils.translation import gettext as _

from cms.content.goals import contrast

from ..queries import archive_of
from ..rendering import DARK_SHEET, SHEET, theme_of
from .draft import Draft
from .fault import Fault

# WCAG 2.2, 1.4.3: running text.
LEAST_CONTRAST = 4.5


def is_legible(draft: Draft) -> Iterator[Fault]:
    theme = theme_of(draft.page, archive_of(draft.page))
    pairs = (
        (_("links in light colours"), theme.accent, SHEET),
        (_("links in dark colours"), theme.accent_dark, DARK_SHEET),
    )
    for name, colour, ground in pairs:
        ratio = contrast(colour, ground)
        if ratio < LEAST_CONTRAST:
            words = _(
                "The colour of %(name)s (%(colour)s) has a contrast of %(ratio)s, and 4.5 is the least "
                "that all can read. Change it under Settings, »How letters look«, or on the archive."
            )
            shown = formats.number_format(ratio, decimal_pos=1)
            yield Fault(words % {"name": name, "colour": colour, "ratio": shown})
