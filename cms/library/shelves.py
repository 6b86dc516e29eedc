"""The five kinds of things that the library holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shelf(models.TextChoices):
    """The name stands in addresses; the label is the heading of the shelf."""

    TOOL = "tool", _("Tools and methods")
    PROJECT = "project", _("Projects")
    FUNDING = "funding", _("Funding")
    PERSON = "person", _("Resource persons")
    EXPERIENCE = "experience", _("Experiences")


# The shelf by the name of its model, as content types know it.
SHELVES = {
    "toolpage": Shelf.TOOL,
    "projectpage": Shelf.PROJECT,
    "fundingpage": Shelf.FUNDING,
    "resourcepersonpage": Shelf.PERSON,
    "experiencepage": Shelf.EXPERIENCE,
}
