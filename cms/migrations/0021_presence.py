import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0020_directory'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='asked_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='member',
            name='left_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='said goodbye'),
        ),
        migrations.AddField(
            model_name='member',
            name='reminded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='member',
            name='seen_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last seen'),
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(condition=models.Q(('withdrawn_at__isnull', False)), fields=['withdrawn_at'], name='consents_to_forget'),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(condition=models.Q(('asked_at', None), ('left_at', None)), fields=['seen_at'], name='members_to_ask'),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(condition=models.Q(('asked_at__isnull', False)), fields=['asked_at'], name='members_asked'),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(condition=models.Q(('left_at__isnull', False)), fields=['left_at'], name='members_who_left'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(django.db.models.functions.text.Upper('address'), name='letters_by_address'),
        ),
    ]
