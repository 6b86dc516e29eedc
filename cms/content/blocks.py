"""The parts that the text of a public page is built from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

# What an editor may do to running text. Headings are blocks of their own, so that their order can be kept.
TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/content/blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/content/blocks/paragraph.html"


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What the picture shows"),
        max_length=200,
        required=False,
        help_text=_("For those who cannot see it: what matters in the picture, in one sentence."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Only decoration"),
        required=False,
        help_text=_("It says nothing that the text does not say: those who cannot see it skip it."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"),
        max_length=200,
        required=False,
        help_text=_("Stands under the picture; also the place for the photographer's name."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/content/blocks/image.html"

    def clean(self, value: Any) -> Any:
        """Described or decoration, one of the two. A draft may wait with it."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        described, decorative = bool(cleaned["alt"].strip()), bool(cleaned["decorative"])
        if described and decorative:
            words = _("It cannot be both: take the words out, or the tick.")
            raise blocks.StructBlockValidationError({"decorative": ValidationError(words)})
        if not described and not decorative:
            words = _("Say what the picture shows, or tick that it is only decoration.")
            raise blocks.StructBlockValidationError({"alt": ValidationError(words)})
        return cleaned


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
        template = "cms/content/blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    """One result in numbers."""

    value = blocks.CharBlock(
        label=_("Number"), max_length=20, help_text=_("As it should be read: »1.200« or »−18«.")
    )
    unit = blocks.CharBlock(
        label=_("Unit"), max_length=30, required=False, help_text=_("»%«, »tonnes of CO₂«, »kr.«")
    )
    text = blocks.CharBlock(
        label=_("What it says"), max_length=160, help_text=_("What changed, and since when.")
    )

    class Meta:
        icon = "order"
        label = _("Result in numbers")
        template = "cms/content/blocks/figure.html"


class FactBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Word"), max_length=60)
    text = blocks.CharBlock(label=_("Explanation"), max_length=300)

    class Meta:
        icon = "info-circle"
        label = _("Fact")


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("Without one, the file's own title is shown."),
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "cms/content/blocks/file.html"


class BodyBlock(blocks.StreamBlock):
    """The text of a page."""

    heading = HeadingBlock(max_length=120)
    paragraph = ParagraphBlock(features=TEXT_FEATURES)
    image = ImageBlock()
    quote = QuoteBlock()
    figures = blocks.ListBlock(
        FigureBlock(),
        label=_("Results in numbers"),
        icon="order",
        max_num=6,
        template="cms/content/blocks/figures.html",
    )
    facts = blocks.ListBlock(
        FactBlock(),
        label=_("Facts"),
        icon="info-circle",
        template="cms/content/blocks/facts.html",
    )
    file = FileBlock()
