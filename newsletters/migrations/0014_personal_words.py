from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0013_series_of_all'),
    ]

    operations = [
        migrations.AddField(
            model_name='mailing',
            name='words',
            field=models.JSONField(default=list, editable=False),
        ),
    ]
