"""Lets every archive and mailing so far belong to the first series."""

from django.db import migrations

AT_ONCE = 200


def fill(apps, schema_editor):
    series = apps.get_model("cms", "Series").objects.order_by("pk").first()
    archives = apps.get_model("newsletters", "NewsletterIndexPage").objects
    archives.filter(series=None).update(series=series)
    apps.get_model("newsletters", "Mailing").objects.filter(series=None).update(series=series)
    fill_drafts(apps, [str(key) for key in archives.values_list("pk", flat=True)], series.pk)


def fill_drafts(apps, keys, series_id):
    """A draft of an archive is published as it was stored: it must know its series too."""
    Revision = apps.get_model("wagtailcore", "Revision")
    drafts = Revision.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id__in=keys,
    )
    for draft in drafts.iterator(chunk_size=AT_ONCE):
        draft.content["series"] = series_id
        draft.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("newsletters", "0011_series"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
