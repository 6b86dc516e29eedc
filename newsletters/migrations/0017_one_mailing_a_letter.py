import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0016_letter_keys'),
    ]

    operations = [
        migrations.AlterField(
            model_name='mailing',
            name='letter_key',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(condition=models.Q(('planned_at', None), ('state', 'cancelled'), _negated=True), fields=('letter_key', 'audience_key', 'part'), name='one_mailing_a_part'),
        ),
    ]
