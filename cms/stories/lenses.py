"""What a story says to each level beyond the facts that all share: its lenses."""

from dataclasses import dataclass

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.search import index

from cms.content.blocks import TEXT_FEATURES
from cms.content.levels import Level

HEADINGS = {
    Level.STRATEGIC: _("For those who decide"),
    Level.TACTICAL: _("For those who plan"),
    Level.OPERATIONAL: _("For those who do it"),
}


@dataclass(frozen=True, slots=True)
class Lens:
    """One level's text (HTML of the editor)."""

    level: Level
    text: str

    @property
    def heading(self) -> str:
        return str(HEADINGS[self.level])


class LensMixin(models.Model):
    """One text a level, each optional. Mix it in before `Page`, into what has `levels`.

    The fields are named as the levels are.
    """

    strategic = RichTextField(
        _("for those who decide"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_(
            "Strategic: what should a council or a board of directors know or take note of? "
            "Printed, the story is one page with this text, for the papers of a committee."
        ),
    )
    tactical = RichTextField(
        _("for those who plan"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Tactical: what does it take in budget, people, time and agreements?"),
    )
    operational = RichTextField(
        _("for those who do it"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Operational: what is done on Monday, with which tools?"),
    )

    lens_panel = MultiFieldPanel(
        [FieldPanel("strategic"), FieldPanel("tactical"), FieldPanel("operational")],
        heading=_("One text for each level"),
        help_text=_(
            "All optional. With two or more, readers choose between them; each has an address of "
            "its own. A level that has a text is ticked above by itself."
        ),
    )
    lens_search_fields = [index.SearchField(level) for level in Level.values]
    lens_api_fields = [APIField(level) for level in Level.values]

    class Meta:
        abstract = True

    @property
    def lenses(self) -> list[Lens]:
        """The levels that have a text, strategic first."""
        texts = [(level, getattr(self, level.value)) for level in Level]
        # An editor that was opened and left leaves an empty paragraph.
        return [Lens(level, text) for level, text in texts if strip_tags(text).strip()]

    @property
    def levels_told(self) -> list[str]:
        return [lens.level for lens in self.lenses]

    def lens(self, level: str) -> Lens | None:
        """The text for this level; the first for a level without one, None where no level has any."""
        lenses = self.lenses
        return next((lens for lens in lenses if lens.level == level), next(iter(lenses), None))

    def clean(self) -> None:
        super().clean()
        # Who is written to is meant: lists find a story by its levels.
        chosen = self.levels  # type: ignore[attr-defined]  # the page's own
        told = self.levels_told
        if isinstance(chosen, list) and any(level not in chosen for level in told):
            self.levels = [level for level in Level.values if level in chosen or level in told]
