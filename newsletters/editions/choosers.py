"""Blocks that choose a page, a picture or a document, and the stream that looks their choices up together.

Wagtail's own ask the database twice for each choice in a posted form: to read it, and to check it again.
These keep the id that was posted. Where a form is published, all choices of a kind are looked up at once; for
a draft and its preview none are: those may choose what is gone, and letters leave it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.documents import blocks as documents
from wagtail.images import blocks as images

from .text import page_id


@dataclass(frozen=True)
class Choice:
    """What a form has chosen, by the id that was posted; nobody looked it up yet."""

    pk: int


class ByIdMixin(blocks.ChooserBlock):
    """Mix it in before a chooser that stands somewhere inside a `ChoicesBlock`."""

    # What migrations know it as: it stores what Wagtail's own does.
    stored_as = ""

    def value_from_datadict(self, data: Mapping, files: Mapping, prefix: str) -> Choice | None:
        posted = self.field.widget.value_from_datadict(data, files, prefix)
        key = page_id(str(posted or ""))
        return Choice(key) if key else None

    def clean(self, value: Any) -> Any:
        if isinstance(value, Choice):
            return value if self.is_deferred_validation else super().clean(value.pk)
        # What was looked up was found by the query that would check it.
        return value if isinstance(value, self.model_class) else super().clean(value)

    def deconstruct(self) -> tuple:
        _path, args, kwargs = super().deconstruct()
        return self.stored_as, args, kwargs


class PageChooserBlock(ByIdMixin, blocks.PageChooserBlock):
    stored_as = "wagtail.blocks.PageChooserBlock"


class ImageChooserBlock(ByIdMixin, images.ImageChooserBlock):
    stored_as = "wagtail.images.blocks.ImageChooserBlock"


class DocumentChooserBlock(ByIdMixin, documents.DocumentChooserBlock):
    stored_as = "wagtail.documents.blocks.DocumentChooserBlock"


class ChoicesBlock(blocks.StreamBlock):
    """A stream that looks up what was chosen inside it, all of a kind at once, when somebody asks."""

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        if self.is_deferred_validation:
            return self.as_stored(super().clean(value))
        return super().clean(self.as_stored(value))

    def get_form_state(self, value: blocks.StreamValue | None) -> list:
        return super().get_form_state(self.as_stored(value))

    def as_stored(self, value: blocks.StreamValue | None) -> blocks.StreamValue:
        """The same stream as if it came from the database, which is read kind by kind."""
        return self.to_python(list(value.raw_data) if value else [])
