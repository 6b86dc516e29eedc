import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0007_first_series'),
    ]

    operations = [
        migrations.AlterField(
            model_name='consent',
            name='series',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='cms.series', verbose_name='series'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('member', 'series'), name='one_open_consent_a_series'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('wording__isnull', False), models.Q(('words', ''), _negated=True), _connector='OR'), name='consent_says_to_what'),
        ),
    ]
