"""The tables of series and of the wordings of their consents."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# The name of the first series that every site has.
FIRST = "nyhedsbrev"
MOST_WORDS = 1000
# A label of a List-Id (RFC 2919 takes it as it takes a domain's).
_KEY = RegexValidator(
    r"\A[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?\Z",
    _("Small letters a to z, figures and hyphens only: »invitationer«."),
)


class Series(models.Model):
    """A run of newsletters that members say yes to for itself."""

    is_public_content = True

    key = models.CharField(
        _("key"),
        max_length=40,
        unique=True,
        validators=[_KEY],
        help_text=_(
            "The list's name in mail programs, where members sort letters by it. It can never be changed."
        ),
    )
    name = models.CharField(
        _("name"), max_length=60, help_text=_("As members read it: »Nyhedsbrev«, »Invitationer«.")
    )
    name_en = models.CharField(
        _("name in English"),
        max_length=60,
        blank=True,
        help_text=_("Empty: the Danish name is shown."),
    )
    about = models.CharField(
        _("about"),
        max_length=200,
        blank=True,
        help_text=_("What comes, and how often. Shown where one says yes."),
    )
    about_en = models.CharField(
        _("about, in English"),
        max_length=200,
        blank=True,
        help_text=_("Empty: the Danish words are shown."),
    )
    place = models.PositiveSmallIntegerField(
        _("place"), default=1, help_text=_("The lowest number stands first.")
    )
    is_open = models.BooleanField(
        _("new members can say yes"),
        default=True,
        help_text=_("Untick it for a series that has ended. Those who are in it stay in it."),
    )

    class Meta:
        ordering = ["place", "name"]
        verbose_name = _("newsletter series")
        verbose_name_plural = _("newsletter series")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its name in the language that is active."""
        return (self.name_en if get_language() == "en" else "") or self.name

    @property
    def summary(self) -> str:
        """What it is about, in the language that is active."""
        return (self.about_en if get_language() == "en" else "") or self.about


class Wording(models.Model):
    """The words of a consent, in one language and version. Only ever added to; the latest is shown."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(_("language"), max_length=2)
    version = models.PositiveSmallIntegerField(_("version"))
    words = models.TextField(_("wording"), max_length=MOST_WORDS)
    since = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["series", "language", "-version"]
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "language", "version"], name="one_wording_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.language} {self.version}"

    @property
    def language_name(self) -> str:
        """»Danish«, in the language that is active."""
        return str(dict(settings.LANGUAGES).get(self.language, self.language))
