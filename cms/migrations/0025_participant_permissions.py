"""Lets the editors of a site that exists already see who comes to a day, and run the day."""

from django.db import migrations

EDITORS = "Redaktører"
PERMISSIONS = {
    "view_registration": "Can view registration",
    "manage_registration": "Can sign people up for a day, and cancel",
}


def grant(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=EDITORS).first()
    if group is None:
        return
    content_types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _made = content_types.get_or_create(app_label="cms", model="registration")
    permissions = apps.get_model("auth", "Permission").objects
    for codename, name in PERMISSIONS.items():
        # They are made after all migrations; here they are made if they are not there yet.
        permission, _made = permissions.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("cms", "0024_attendance")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
