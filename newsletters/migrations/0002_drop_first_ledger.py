"""Takes the first ledger away. No release carried it, so its rows are not taken along."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="Delivery"),
        migrations.DeleteModel(name="Batch"),
        migrations.DeleteModel(name="Mailing"),
    ]
