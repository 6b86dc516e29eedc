"""Lets the editors of a site that exists already choose what stands on top of a search."""

from django.db import migrations

EDITORS = "Redaktører"
VERBS = ("add", "change", "delete", "view")


def grant(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=EDITORS).first()
    if group is None:
        return
    content_types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _made = content_types.get_or_create(
        app_label="wagtailsearchpromotions", model="searchpromotion"
    )
    permissions = apps.get_model("auth", "Permission").objects
    for verb in VERBS:
        # They are made after all migrations; here they are made if they are not there yet.
        permission, _made = permissions.get_or_create(
            content_type=content_type,
            codename=f"{verb}_searchpromotion",
            defaults={"name": f"Can {verb} search promotion"},
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_sections"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
