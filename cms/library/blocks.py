"""The parts of tools: steps, and files that say what one may do with them."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.content.blocks import TEXT_FEATURES

# What may be done with a file, in words that need no lawyer; and the licence's own page, where it has one.
LICENCES = (
    ("cc0", _("Free to use in any way (CC0)")),
    ("cc-by", _("Free to use and change; say who made it (CC BY 4.0)")),
    ("cc-by-sa", _("Free to use and change; share yours alike (CC BY-SA 4.0)")),
    ("cc-by-nc", _("Free to use and change, not for profit (CC BY-NC 4.0)")),
    ("members", _("Free to use inside the members' own organisations")),
    ("ask", _("All rights reserved: ask before you use it")),
)
DEEDS = {
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/deed.da",
    "cc-by": "https://creativecommons.org/licenses/by/4.0/deed.da",
    "cc-by-sa": "https://creativecommons.org/licenses/by-sa/4.0/deed.da",
    "cc-by-nc": "https://creativecommons.org/licenses/by-nc/4.0/deed.da",
}


class StepBlock(blocks.StructBlock):
    """One step of a tool. Its number is its place."""

    title = blocks.CharBlock(
        label=_("What is done"), max_length=120, help_text=_("Begin with the verb.")
    )
    minutes = blocks.IntegerBlock(
        label=_("Minutes"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_("How long the step takes. Optional."),
    )
    text = blocks.RichTextBlock(
        label=_("How"),
        features=TEXT_FEATURES,
        required=False,
        help_text=_("What somebody must know who does it for the first time."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")


class LicensedFileValue(blocks.StructValue):
    @property
    def licence_words(self) -> str:
        return str(dict(LICENCES).get(self.get("licence"), ""))

    @property
    def deed(self) -> str:
        """Where the licence is explained; empty for one that has no page."""
        return DEEDS.get(self.get("licence"), "")


class LicensedFileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("Without one, the file's own title is shown."),
    )
    licence = blocks.ChoiceBlock(
        label=_("What others may do with it"),
        choices=LICENCES,
        help_text=_("Ask whoever made the file. What nobody knows is: all rights reserved."),
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        value_class = LicensedFileValue
        template = "cms/library/blocks/file.html"
