"""What a day asks of those who sign up, and the applications of those who are no members."""

import cms.invitations.questions
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0031_participation_permissions'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitationpage',
            name='asks_access',
            field=models.BooleanField(default=False, help_text='A ramp, an interpreter, a quiet place. Deleted seven days after the day.', verbose_name='ask what people need to take part'),
        ),
        migrations.AddField(
            model_name='invitationpage',
            name='asks_diet',
            field=models.BooleanField(default=False, help_text='The kitchen gets a list without names. Deleted seven days after the day.', verbose_name='ask what people cannot eat'),
        ),
        migrations.AddField(
            model_name='registration',
            name='organisation_name',
            field=models.CharField(blank=True, max_length=120, verbose_name='organisation'),
        ),
        migrations.AlterField(
            model_name='invitationpage',
            name='sign_up',
            field=models.CharField(choices=[('members', 'Members sign up here'), ('everybody', 'Members and others sign up here'), ('nobody', 'Not here: one writes to the contact')], default='members', help_text='Whether one signs up for the day here. Others than members confirm by e-mail; they are forgotten 14 days after the day.', max_length=10, verbose_name='signing up'),
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_name', models.CharField(blank=True, max_length=60)),
                ('last_name', models.CharField(blank=True, max_length=80)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('email_key', models.CharField(blank=True, db_index=True, max_length=254)),
                ('organisation_name', models.CharField(blank=True, max_length=120)),
                ('language', models.CharField(max_length=2)),
                ('token_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('created_at', models.DateTimeField(db_index=True)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='cms.invitationpage')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.organisation')),
                ('registration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cms.registration')),
            ],
            options={
                'verbose_name': 'application',
                'verbose_name_plural': 'applications',
                'ordering': ['created_at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Needs',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('diet', models.CharField(blank=True, max_length=300)),
                ('access', models.CharField(blank=True, max_length=300)),
                ('agreed_at', models.DateTimeField()),
                ('registration', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='cms.registration')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('key', models.CharField(default=cms.invitations.questions.make_key, editable=False, max_length=11)),
                ('label', models.CharField(help_text='As it is read: »Which workshop do you choose?« Never ask about health here.', max_length=140, verbose_name='question')),
                ('kind', models.CharField(choices=[('text', 'A line of text'), ('choice', 'One of several'), ('yes_no', 'Yes or no')], default='text', max_length=10, verbose_name='answer')),
                ('is_required', models.BooleanField(default=False, verbose_name='must be answered')),
                ('hint', models.CharField(blank=True, help_text='Stands below the question. Optional.', max_length=200, verbose_name='help')),
                ('options', models.TextField(blank=True, help_text='One on each line, two at least. Only for »one of several«.', max_length=1200, verbose_name='to choose among')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='cms.invitationpage')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ['sort_order'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=11)),
                ('label', models.CharField(max_length=140)),
                ('value', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='cms.registration')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('registration', 'key'), name='one_answer_to_a_question')],
            },
        ),
    ]
