"""What the organisations that are there already need: searchable names, what two regions become in 2027, and
the editors' right to merge.
"""

from django.db import migrations

from cms.organisations.names import folded

EDITORS = "Redaktører"
ENDING, COMING = ("1084", "1085"), "Region Østdanmark"


def fill_keys(apps, schema_editor):
    organisations = apps.get_model("cms", "Organisation").objects
    changed = list(organisations.filter(name_key=""))
    for organisation in changed:
        organisation.name_key = folded(organisation.name)
    organisations.bulk_update(changed, ["name_key"], batch_size=500)


def name_successors(apps, schema_editor):
    """Only where the last day and the new region are as they were loaded: people may have changed them."""
    regions = apps.get_model("cms", "Organisation").objects.filter(kind="region")
    new = regions.filter(name=COMING).first()
    if new:
        ending = regions.filter(code__in=ENDING, successor=None, valid_to="2026-12-31")
        ending.exclude(pk=new.pk).update(successor=new)


def allow_editors(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=EDITORS).first()
    if group:
        # Django makes permissions after all migrations; it finds this one and leaves it.
        kind, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="cms", model="organisation"
        )
        permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind,
            codename="merge_organisation",
            defaults={"name": "Can merge two organisations"},
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0012_organisation_successors"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(step, migrations.RunPython.noop)
        for step in (fill_keys, name_successors, allow_editors)
    ]
