"""Gives every mailing the key that all languages of its newsletter share.

Where two languages were mailed as two newsletters, each keeps a key of its own: what was sent, was sent.
"""

import uuid
from collections import defaultdict

from django.db import migrations

NAMESPACE = uuid.UUID("6a0d5a0e-6b0f-4d0a-9d0f-0b9a5d3c7f11")


def fill(apps, schema_editor):
    Mailing = apps.get_model("newsletters", "Mailing")
    Page = apps.get_model("wagtailcore", "Page")
    mailed = set(Mailing.objects.order_by().values_list("page_key", flat=True).distinct())
    keys = dict(Page.objects.filter(pk__in=mailed).values_list("pk", "translation_key"))
    pages = defaultdict(set)
    for page, key in keys.items():
        pages[key].add(page)
    for page in mailed:
        key = keys.get(page)
        if key is None or len(pages[key]) > 1:
            key = uuid.uuid5(NAMESPACE, str(page))
        Mailing.objects.filter(page_key=page).update(letter_key=key)


class Migration(migrations.Migration):
    dependencies = [
        ("newsletters", "0015_languages_of_a_letter"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
