"""Gives every site its first series, and lets what was said yes to so far be a yes to that."""

from django.db import migrations
from django.utils import timezone

WORDS = {
    "da": (
        "Ja tak, send mig netværkets nyhedsbrev på e-mail. Jeg kan sige nej igen med ét tryk i hvert brev."
    ),
    "en": (
        "Yes, please send me the network's newsletter by e-mail. "
        "I can say no again with one press in every letter."
    ),
}


def begin(apps, schema_editor):
    Series = apps.get_model("cms", "Series")
    series = Series.objects.create(
        key="nyhedsbrev",
        name="Nyhedsbrev",
        name_en="Newsletter",
        about="Nyt fra netværket: de næste dage, historier og værktøjer.",
        about_en="News from the network: the next days, stories and tools.",
    )
    for language, words in WORDS.items():
        series.wordings.create(language=language, version=1, words=words, since=timezone.now())
    apps.get_model("cms", "Consent").objects.filter(series=None).update(series=series)


class Migration(migrations.Migration):
    dependencies = [("cms", "0006_series")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
