from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0013_organisations_follow'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='level',
            field=models.CharField(blank=True, choices=[('strategic', 'Strategic'), ('tactical', 'Tactical'), ('operational', 'Operational')], help_text='The level the member works at. Newsletters can be addressed by it.', max_length=12, verbose_name='level of interest'),
        ),
    ]
