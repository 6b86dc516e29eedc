"""Gives each member the keyed hash of their address."""

from django.db import migrations

from cms.mail.addresses import fingerprint


def fill(apps, schema_editor):
    members = apps.get_model("cms", "Member").objects.filter(fingerprint="")
    portion = []
    for member in members.only("pk", "email_key").iterator(chunk_size=5_000):
        member.fingerprint = fingerprint(member.email_key)
        portion.append(member)
        if len(portion) == 5_000:
            members.model.objects.bulk_update(portion, ["fingerprint"])
            portion = []
    members.model.objects.bulk_update(portion, ["fingerprint"])


class Migration(migrations.Migration):
    dependencies = [("cms", "0004_suppression")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
