import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0014_personal_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=150, verbose_name='subject')),
                ('html', models.TextField()),
                ('text', models.TextField()),
                ('words', models.JSONField(default=list, editable=False)),
                ('sender', models.CharField(max_length=330, verbose_name='sender')),
                ('reply_to', models.CharField(blank=True, max_length=254)),
                ('language', models.CharField(max_length=10)),
                ('mailing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='newsletters.mailing')),
            ],
            options={
                'ordering': ['language'],
                'constraints': [models.UniqueConstraint(fields=('mailing', 'language'), name='one_translation_a_language')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='mailing',
            name='one_mailing_a_part',
        ),
        migrations.AddField(
            model_name='batch',
            name='language',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='mailing',
            name='letter_key',
            field=models.UUIDField(editable=False, null=True),
        ),
    ]
