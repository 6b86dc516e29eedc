"""What can be done with a series: give its consent other words. Only here are wordings written."""

import datetime as dt

from django.db import transaction

from .models import Series, Wording


@transaction.atomic
def reword(*, series: Series, language: str, words: str, now: dt.datetime) -> Wording | None:
    """Ask for consent in these words from now on. The version, or None for no words.

    What was said before stands as it was said. The same words again are no new version.
    """
    words = words.strip()
    Series.objects.select_for_update().get(pk=series.pk)
    latest = Wording.objects.filter(series=series, language=language).order_by("-version").first()
    if not words or (latest and latest.words == words):
        return latest if words else None
    version = latest.version + 1 if latest else 1
    return Wording.objects.create(
        series=series, language=language, version=version, words=words, since=now
    )
