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


class VoiceBlock(blocks.StructBlock):
    """What one member says of the network."""

    text = blocks.TextBlock(
        label=_("Quotation"),
        max_length=300,
        help_text=_("One or two sentences, without quotation marks."),
    )
    name = blocks.CharBlock(label=_("Who said it"), max_length=100)
    role = blocks.CharBlock(
        label=_("Role"), max_length=100, required=False, help_text=_("Optional.")
    )
    organisation = blocks.CharBlock(
        label=_("Organisation"), max_length=100, required=False, help_text=_("Optional.")
    )
    agreed = blocks.BooleanBlock(
        label=_("Has agreed to stand here"),
        help_text=_(
            "With these words, name and workplace. Without the tick it cannot be published."
        ),
    )

    class Meta:
        icon = "openquote"
        label = _("Voice")


def lines(max_length: int = 140) -> list[tuple[str, blocks.Block]]:
    """The block types of a StreamField that is a plain list."""
    return [("line", LineBlock(max_length=max_length))]
