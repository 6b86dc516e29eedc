"""Which series there are, and the words that are shown now."""

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from .models import FIRST, Series, Wording


def first_series() -> Series:
    """The one that every site has; where it was taken away, the first of those there are.

    Raises Series.DoesNotExist where there is none at all.
    """
    found = Series.objects.filter(key=FIRST).first() or Series.objects.first()
    if found is None:
        raise Series.DoesNotExist("This site has no newsletter series.")
    return found


def current_wordings() -> QuerySet[Wording]:
    """The latest version of each series and language."""
    same = Wording.objects.filter(series=OuterRef("series"), language=OuterRef("language"))
    latest = Subquery(same.order_by("-version").values("version")[:1])
    return Wording.objects.filter(version=latest)


def shown_wordings(language: str) -> list[Wording]:
    """What a visitor can say yes to: the words of each open series, in this language or the site's own."""
    found: dict[int, dict[str, Wording]] = {}
    open_now = current_wordings().filter(series__is_open=True).select_related("series")
    for each in open_now.order_by("series__place", "series__name", "series"):
        found.setdefault(each.series_id, {})[each.language] = each
    fitting = (each.get(language) or each.get(settings.LANGUAGE_CODE) for each in found.values())
    return [wording for wording in fitting if wording]


def current_wording(series: Series, language: str) -> Wording | None:
    """What is shown in this language, or in the site's own where it has no words in this one."""
    found = {each.language: each for each in current_wordings().filter(series=series)}
    return found.get(language) or found.get(settings.LANGUAGE_CODE)
