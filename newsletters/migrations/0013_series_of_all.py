import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0012_first_series'),
    ]

    operations = [
        migrations.AlterField(
            model_name='mailing',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='cms.series', verbose_name='series'),
        ),
        migrations.AlterField(
            model_name='newsletterindexpage',
            name='series',
            field=models.ForeignKey(help_text='What members say yes to. A newsletter in this archive goes only to those who said yes to it.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cms.series', verbose_name='series'),
        ),
    ]
