"""What a network day's programme is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.content.blocks import TEXT_FEATURES


class ProgrammeItemBlock(blocks.StructBlock):
    """One item of the programme, from a time of the day."""

    starts_at = blocks.TimeBlock(label=_("From"), help_text=_("The clock on the day: 10:20."))
    ends_at = blocks.TimeBlock(
        label=_("To"), required=False, help_text=_("May be left out; then the next item ends it.")
    )
    title = blocks.CharBlock(label=_("Title"), max_length=140)
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("talk", _("Talk")),
            ("exercise", _("Exercise")),
            ("case", _("Case work")),
            ("visit", _("Study visit")),
            ("tool", _("Tool")),
            ("plenary", _("All together")),
            ("break", _("Break")),
        ],
        default="talk",
    )
    speaker = blocks.CharBlock(
        label=_("Who"),
        max_length=140,
        required=False,
        help_text=_("Name or role, and workplace."),
    )
    text = blocks.RichTextBlock(
        label=_("More"), required=False, features=TEXT_FEATURES, help_text=_("Optional.")
    )

    class Meta:
        icon = "time"
        label = _("Programme item")
        template = "cms/invitations/blocks/programme_item.html"
