"""Wagtail makes its first workflow with an English name; editors read it on the submit button."""

from django.db import migrations

ENGLISH, DANISH = "Moderators approval", "Godkendelse"


def rename(apps, schema_editor):
    for model in ("Workflow", "GroupApprovalTask"):
        apps.get_model("wagtailcore", model).objects.filter(name=ENGLISH).update(name=DANISH)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_content"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
