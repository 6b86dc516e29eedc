"""Evaluations of days: what is asked, who was asked, and sheets that are nobody's."""

import django.core.validators
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0026_recap'),
    ]

    operations = [
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_on', models.BooleanField(default=True, help_text='Without it, this day is not evaluated and nobody is written to.', verbose_name='ask those who came')),
                ('days_open', models.PositiveSmallIntegerField(default=14, help_text='From the end of the day. From 2 to 30; two weeks are usual.', validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(30)], verbose_name='days that it is open')),
                ('reminds', models.BooleanField(default=True, help_text='One letter, five days after it has opened. Nobody sees who gets it.', verbose_name='remind those who have not answered')),
                ('own_questions', models.JSONField(default=list, editable=False)),
                ('questions', models.JSONField(default=list, editable=False)),
                ('opened_at', models.DateTimeField(editable=False, null=True, verbose_name='opened')),
                ('closes_at', models.DateTimeField(db_index=True, editable=False, null=True, verbose_name='closes')),
                ('result', models.JSONField(editable=False, null=True)),
                ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='evaluation', to='cms.invitationpage')),
            ],
            options={
                'verbose_name': 'evaluation',
                'verbose_name_plural': 'evaluations',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='AnswerSheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('secret_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('answers', models.JSONField(default=dict, editable=False)),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='cms.evaluation')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Respondent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_answered', models.BooleanField(default=False)),
                ('registration', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='respondent', to='cms.registration')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes_at', None), ('opened_at', None)), models.Q(('closes_at__isnull', False), ('opened_at__isnull', False)), _connector='OR'), name='what_opens_also_closes'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('result__isnull', True), ('opened_at__isnull', False), _connector='OR'), name='a_result_comes_after_opening'),
        ),
        migrations.AddConstraint(
            model_name='answersheet',
            constraint=models.UniqueConstraint(condition=models.Q(('secret_hash', ''), _negated=True), fields=('secret_hash',), name='one_sheet_a_secret'),
        ),
    ]
