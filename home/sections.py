"""The sections of the network page: which there are, and how editors arrange and look at them.

Each is a template in `home/sections/`. To add one: a name here, a template, and the name in the `sections` of
the pages that are there.
"""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField

WHOLE = "whole"
# In the order of a new page: what each is called, and where its content comes from.
SECTIONS = {
    "season": (_("The season"), _("The line of the season's days. Found among the invitations.")),
    "areas": (_("Areas"), _("The professional areas. Found among the published pages.")),
    "stories": (_("Stories"), _("The three newest stories. Found among the published pages.")),
    "tools": (_("Tools"), _("The newest tools of the library. Found among the published pages.")),
    "about": (_("About"), _("The text about the network, under »The network«.")),
    "gains": (_("Gains"), _("What members get, under »The network«.")),
    "voices": (_("Voices"), _("What members say, under »The network«.")),
    "ways": (_("How it works"), _("The ways of working, under »The network«.")),
    "who": (_("Who comes"), _("Roles and units, under »The network«.")),
    "join": (_("Joining"), _("The band that invites to join, under »The network«.")),
}
# These show other pages.
FOUND = ("season", "areas", "stories", "tools")
# What of the page, or found for it, must say something, or the section is not there.
FILLED_BY = {
    "tools": ("tools",),
    "about": ("about",),
    "gains": ("gains",),
    "voices": ("said",),
    "ways": ("ways",),
    "who": ("units", "roles"),
}


def everything() -> list[tuple[str, None]]:
    """All sections in their first order, as the value of the field."""
    return [(name, None) for name in SECTIONS]


def section_blocks() -> blocks.StreamBlock:
    """One block for each section, at most once; it only says where the content comes from."""
    return blocks.StreamBlock(
        [
            (name, blocks.StaticBlock(label=label, icon="list-ul", admin_text=source))
            for name, (label, source) in SECTIONS.items()
        ],
        required=False,
        block_counts={name: {"max_num": 1} for name in SECTIONS},
    )


class SectionsMixin(models.Model):
    """The order of the sections, and a preview of each. Mix it in before `Page`."""

    sections = StreamField(
        section_blocks(),
        verbose_name=_("sections"),
        blank=True,
        default=everything,
        help_text=_(
            "What stands on the page below the top, in this order. Drag to move; delete to hide: "
            "what was written stays, and can be added again."
        ),
    )

    section_panels = [FieldPanel("sections")]
    section_api_fields = [APIField("sections")]

    class Meta:
        abstract = True

    @property
    def section_names(self) -> list[str]:
        """The sections in the editors' order. One that this site no longer has is passed over."""
        names = [block.block_type for block in self.sections]
        return [name for name in dict.fromkeys(names) if name in SECTIONS]

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [(WHOLE, _("The whole page")), *((name, of[0]) for name, of in SECTIONS.items())]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)  # type: ignore[misc]  # Page's
        return context | {"sections": self.section_names, "found_sections": FOUND}

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict:
        """For a section alone, only that one; also where it is hidden."""
        context = self.get_context(request)
        if mode_name not in SECTIONS:
            return context
        fields = FILLED_BY.get(mode_name, ())
        said = (getattr(self, field, None) or context.get(field) for field in fields)
        unfilled = bool(fields) and not any(said)
        return context | {"sections": [mode_name], "alone": mode_name, "unfilled": unfilled}
