"""What a member says of their work: the kind of unit, the role, the language of letters."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    DEVELOPMENT = "development", _("Development unit")
    HR = "hr", _("HR unit")
    BUILDING = "building", _("Building organisation")
    FACILITIES = "facilities", _("Facility-management unit")
    TECHNICAL = "technical", _("Technical department")
    OPERATIONS = "operations", _("Operations department")
    ENVIRONMENT = "environment", _("Environment unit")
    SERVICE = "service", _("Service department")
    STAFF = "staff", _("Staff function")
    QUALITY = "quality", _("Quality department")
    OTHER = "other", _("Something else")


class Role(models.TextChoices):
    HEAD_OF_UNIT = "head_of_unit", _("Head of unit")
    HEAD_OF_OFFICE = "head_of_office", _("Head of office")
    CHIEF_CONSULTANT = "chief_consultant", _("Chief consultant")
    SPECIAL_CONSULTANT = "special_consultant", _("Special consultant")
    WORKING_ENVIRONMENT = "working_environment", _("Working-environment manager")
    DIRECTOR = "director", _("Director")
    ELECTED = "elected", _("Elected member of a council")
    OTHER = "other", _("Something else")


class Language(models.TextChoices):
    DANISH = "da", _("Danish")
    ENGLISH = "en", _("English")
