"""The parts that a newsletter is built from. Each has three templates of its name: `.mjml`,
`.txt` and `.html` (web).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.invitations.queries import day_of, seats_of
from cms.library.shelves import Shelf

from .choosers import ChoicesBlock, DocumentChooserBlock, ImageChooserBlock, PageChooserBlock
from .queries import next_days
from .vocabulary import impersonal_all

MOST_DAYS = 10
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
        help_text=_("One sentence. Many read letters with pictures off."),
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
        if self.is_deferred_validation:
            return cleaned
        if cleaned.get("link") and not cleaned.get("alt"):
            words = _("A picture that leads somewhere needs words: they are the link's name.")
            raise blocks.StructBlockValidationError({"alt": ValidationError(words)})
        if cleaned.get("alt") and cleaned.get("decorative"):
            words = _("It cannot be both: take the words out, or the tick.")
            raise blocks.StructBlockValidationError({"decorative": ValidationError(words)})
        return cleaned


class ButtonBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=_("Text"), max_length=60, help_text=_("Say what happens: »Read the whole story«.")
    )
    page = PageChooserBlock(label=_("Page"), required=False, help_text=_("A page on this site …"))
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
    page = PageChooserBlock(page_type="cms.InvitationPage", label=_("Invitation"))

    class Meta:
        icon = "date"
        label = _("Invitation")
        template = WEB.format("invitation")
        form_layout = ["page", "lead"]


class StoryBlock(TeaserBlock):
    page = PageChooserBlock(page_type="cms.StoryPage", label=_("Story"))

    class Meta:
        icon = "openquote"
        label = _("Story")
        template = WEB.format("story")
        form_layout = ["page", "lead"]


class TopicBlock(TeaserBlock):
    page = PageChooserBlock(page_type="cms.TopicPage", label=_("Area"))

    class Meta:
        icon = "tag"
        label = _("Area")
        template = WEB.format("topic")
        form_layout = ["page", "lead"]


class LibraryBlock(TeaserBlock):
    page = PageChooserBlock(page_type="cms.LibraryPage", label=_("Page"))

    class Meta:
        icon = "folder-open-inverse"
        label = _("From the library")
        template = WEB.format("library")
        form_layout = ["page", "lead"]

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if getattr(cleaned.get("page"), "shelf", None) == Shelf.PERSON:
            # What a letter has said cannot be taken back when they want it.
            words = _("A person's page stands on the site only. Choose a tool, a project, a call …")
            raise blocks.StructBlockValidationError({"page": ValidationError(words)})
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
        template = WEB.format("quote")


class DaysBlock(blocks.StructBlock):
    """The next network days, whichever they are when the letter is made."""

    count = blocks.IntegerBlock(
        label=_("How many"),
        default=3,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_(
            "The next days that can be signed up for, soonest first. They follow the site until the letter "
            "is sent."
        ),
    )

    class Meta:
        icon = "list-ul"
        label = _("The next days")
        template = WEB.format("days")

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        page = context.get("page")
        # The web copy of an old issue shows what was to come then.
        now = getattr(page, "first_published_at", None) or timezone.now()
        locale = getattr(page, "locale_id", None)
        context["days"] = next_days(now, locale)[: min(value["count"] or 0, MOST_DAYS)]
        return context


class FactsBlock(blocks.StructBlock):
    page = PageChooserBlock(
        page_type="cms.InvitationPage",
        label=_("Invitation"),
        help_text=_("When, where, price, seats and deadline, as that page says them."),
    )

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        if value["page"] is None:
            return context
        day, now = value["page"].specific, timezone.now()
        is_open = day.is_open(now)
        places = seats_of(day_of(day)) if is_open else None
        return context | {"invitation": day, "now": now, "is_open": is_open, "places": places}

    class Meta:
        icon = "info-circle"
        label = _("Facts of a day")
        template = WEB.format("facts")


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Title"), max_length=120, required=False, help_text=_("Optional.")
    )
    text = blocks.RichTextBlock(
        label=_("Text"),
        features=MAIL_TEXT_FEATURES,
        help_text=_("The one thing that nobody should miss."),
    )

    class Meta:
        icon = "warning"
        label = _("Call-out")
        template = WEB.format("callout")


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(
        label=_("File"), help_text=_("The letter links to it; nothing is attached.")
    )
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("Without one, the file's own title is shown."),
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = WEB.format("file")


class SignatureBlock(blocks.StructBlock):
    greeting = blocks.CharBlock(
        label=_("Greeting"), max_length=80, required=False, help_text=_("»Kind regards«. Optional.")
    )
    name = blocks.CharBlock(label=_("Name"), max_length=100, help_text=_("Who writes."))
    role = blocks.CharBlock(
        label=_("Role and workplace"), max_length=140, required=False, help_text=_("Optional.")
    )
    email = blocks.EmailBlock(
        label=_("E-mail"), required=False, help_text=_("Where readers can write. Optional.")
    )

    class Meta:
        icon = "edit"
        label = _("Signature")
        template = WEB.format("signature")


class SimpleBlock(blocks.StreamBlock):
    """What may stand where only the letter, or only the web page, shows it."""

    heading = HeadingBlock(max_length=120)
    text = TextBlock(features=MAIL_TEXT_FEATURES)
    image = ImageBlock()
    button = ButtonBlock()
    callout = CalloutBlock()
    file = FileBlock()


class OnlyMailBlock(SimpleBlock):
    class Meta:
        icon = "mail"
        label = _("Only in the mail")
        template = WEB.format("only_mail")


class OnlyWebBlock(SimpleBlock):
    class Meta:
        icon = "site"
        label = _("Only on the web page")
        template = WEB.format("only_web")


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


class LetterBlock(ChoicesBlock):
    """The body of a newsletter."""

    heading = HeadingBlock(max_length=120)
    text = TextBlock(features=MAIL_TEXT_FEATURES)
    image = ImageBlock()
    button = ButtonBlock()
    divider = DividerBlock()
    invitation = InvitationBlock()
    story = StoryBlock()
    topic = TopicBlock()
    library = LibraryBlock()
    quote = QuoteBlock()
    days = DaysBlock()
    facts = FactsBlock()
    callout = CalloutBlock()
    file = FileBlock()
    two_columns = TwoColumnsBlock()
    signature = SignatureBlock()
    only_mail = OnlyMailBlock()
    only_web = OnlyWebBlock()

    def get_api_representation(self, value: Any, context: Any = None) -> Any:
        """Without readers, so with what stands in for each personal word, as on the web page."""
        return impersonal_all(super().get_api_representation(value, context=context))
