"""Leaves room in PostgreSQL's pages of the ledger, so that a new state is written beside the old row.

Without it, each of a million updates goes to another page and writes both indexes again.
"""

from django.db import migrations


def leave_room(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE newsletters_delivery SET (fillfactor = 60)")


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0003_ledger")]

    operations = [migrations.RunPython(leave_room, migrations.RunPython.noop)]
