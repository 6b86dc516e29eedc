"""The three levels at which the network works: who can use what is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import ChoiceListField


class Level(models.TextChoices):
    STRATEGIC = "strategic", _("Strategic")
    TACTICAL = "tactical", _("Tactical")
    OPERATIONAL = "operational", _("Operational")


class LevelsMixin(models.Model):
    """Who can use what the page tells. Mix it in before `Page`."""

    levels = ChoiceListField(
        _("levels"),
        choices=Level.choices,
        help_text=_("Who can use it: those who decide, those who plan, those who do."),
    )

    class Meta:
        abstract = True

    @property
    def level_names(self) -> list[str]:
        """The levels' names in the active language, strategic first."""
        return [str(Level(value).label) for value in Level.values if value in self.levels]
