"""Lets the editors keep the accessibility statement and its known issues."""

from django.db import migrations

EDITORS = "Redaktører"
PERMISSIONS = {
    "accessibilityissue": {
        "add_accessibilityissue": "Can add accessibility issue",
        "change_accessibilityissue": "Can change accessibility issue",
        "delete_accessibilityissue": "Can delete accessibility issue",
        "view_accessibilityissue": "Can view accessibility issue",
    },
    "accessibilitysettings": {
        "change_accessibilitysettings": "Can change Accessibility statement",
    },
}


def grant(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=EDITORS).first()
    if group is None:
        return
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for model, names in PERMISSIONS.items():
        content_type, _made = content_types.get_or_create(app_label="cms", model=model)
        for codename, name in names.items():
            # They are made after all migrations; here they are made if they are not there yet.
            permission, _made = permissions.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("cms", "0037_accessibility")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
