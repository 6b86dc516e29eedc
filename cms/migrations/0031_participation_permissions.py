"""Lets the editors of a site that exists already answer wishes and end a season."""

from django.db import migrations

EDITORS = "Redaktører"
# Of each table, the permissions that its model declares.
PERMISSIONS = {
    "wish": {
        "view_wish": "Can view wish",
        "moderate_wish": "Can let wishes through, answer and merge them",
    },
    "decision": {
        "add_decision": "Can add season's decision",
        "change_decision": "Can change season's decision",
        "view_decision": "Can view season's decision",
    },
}


def grant(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=EDITORS).first()
    if group is None:
        return
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for model, named in PERMISSIONS.items():
        content_type, _made = content_types.get_or_create(app_label="cms", model=model)
        for codename, name in named.items():
            # They are made after all migrations; here they are made if they are not there yet.
            permission, _made = permissions.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("cms", "0030_decisions")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
