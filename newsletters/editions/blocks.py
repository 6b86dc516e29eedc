"""The parts that a newsletter is built from. Each has three templates of its name: `.mjml`,
`.txt` and `.html` (web).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

MAIL_TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
WEB = "newsletters/editions/blocks/{}.html"


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = WEB.format("heading")


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = WEB.format("text")


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What the picture shows"),
        max_length=200,
        required=False,
        help_text=_("Many read letters with pictures off. Leave empty only for decoration."),
    )
    link = blocks.URLBlock(
        label=_("Link"),
        required=False,
        help_text=_("Where a press on the picture leads. Optional."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = WEB.format("image")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("link") and not cleaned.get("alt") and not self.is_deferred_validation:
            words = _("A picture that leads somewhere needs words: they are the link's name.")
            raise blocks.StructBlockValidationError({"alt": ValidationError(words)})
        return cleaned


class ButtonBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=_("Text"), max_length=60, help_text=_("Say what happens: »Read the whole story«.")
    )
    page = blocks.PageChooserBlock(
        label=_("Page"), required=False, help_text=_("A page on this site …")
    )
    url = blocks.URLBlock(
        label=_("Address"), required=False, help_text=_("… or an address somewhere else.")
    )

    class Meta:
        icon = "link"
        label = _("Button")
        template = WEB.format("button")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        given = [name for name in ("page", "url") if cleaned.get(name)]
        # A draft and its preview may still lack both.
        if len(given) > 1 or not (given or self.is_deferred_validation):
            words = _("Choose either a page or an address.")
            raise blocks.StructBlockValidationError({"page": ValidationError(words)})
        return cleaned


class DividerBlock(blocks.StaticBlock):
    class Meta:
        icon = "minus"
        label = _("Divider")
        admin_text = _("A thin line across the letter.")
        template = WEB.format("divider")


class TeaserBlock(blocks.StructBlock):
    """A page that is picked. The letter takes its words and picture from the page."""

    lead = blocks.CharBlock(
        label=_("Another lead"),
        max_length=300,
        required=False,
        help_text=_("Empty: the page's own lead is used, and follows it until the letter is sent."),
    )


class InvitationBlock(TeaserBlock):
    page = blocks.PageChooserBlock(page_type="cms.InvitationPage", label=_("Invitation"))

    class Meta:
        icon = "date"
        label = _("Invitation")
        template = WEB.format("invitation")
        form_layout = ["page", "lead"]


class StoryBlock(TeaserBlock):
    page = blocks.PageChooserBlock(page_type="cms.StoryPage", label=_("Story"))

    class Meta:
        icon = "openquote"
        label = _("Story")
        template = WEB.format("story")
        form_layout = ["page", "lead"]


class TopicBlock(TeaserBlock):
    page = blocks.PageChooserBlock(page_type="cms.TopicPage", label=_("Area"))

    class Meta:
        icon = "tag"
        label = _("Area")
        template = WEB.format("topic")
        form_layout = ["page", "lead"]


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(
        label=_("Quotation"), max_length=500, help_text=_("Without quotation marks.")
    )
    name = blocks.CharBlock(label=_("Who said it"), max_length=100)
    role = blocks.CharBlock(
        label=_("Role and workplace"), max_length=140, required=False, help_text=_("Optional.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = WEB.format("quote")


class ColumnBlock(blocks.StreamBlock):
    text = TextBlock(features=MAIL_TEXT_FEATURES)
    image = ImageBlock()
    button = ButtonBlock()


class TwoColumnsBlock(blocks.StructBlock):
    left = ColumnBlock(label=_("Left"), max_num=4)
    right = ColumnBlock(
        label=_("Right"), max_num=4, help_text=_("On a telephone it stands under the left one.")
    )

    class Meta:
        icon = "grip"
        label = _("Two columns")
        template = WEB.format("two_columns")


class LetterBlock(blocks.StreamBlock):
    """The body of a newsletter."""

    heading = HeadingBlock(max_length=120)
    text = TextBlock(features=MAIL_TEXT_FEATURES)
    image = ImageBlock()
    button = ButtonBlock()
    divider = DividerBlock()
    invitation = InvitationBlock()
    story = StoryBlock()
    topic = TopicBlock()
    quote = QuoteBlock()
    two_columns = TwoColumnsBlock()
