"""The lines of the network page's lists."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LineBlock(blocks.CharBlock):
    """One line of a list."""

    class Meta:
        icon = "list-ul"
        label = _("Line")


class WayBlock(blocks.StructBlock):
    """One way in which the network works."""

    title = blocks.CharBlock(label=_("What we do"), max_length=80)
    text = blocks.TextBlock(
        label=_("What it is like"),
        max_length=240,
        required=False,
        help_text=_("One or two sentences, concrete enough to picture it."),
    )

    class Meta:
        icon = "group"
        label = _("Way of working")


def lines(max_length: int = 140) -> list[tuple[str, blocks.Block]]:
    """The block types of a StreamField that is a plain list."""
    return [("line", LineBlock(max_length=max_length))]
