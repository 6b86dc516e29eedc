import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0015_erased_addresses'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='goals',
            field=models.ManyToManyField(blank=True, help_text='The goals that the member works with or wants to.', related_name='members', to='cms.goalpage', verbose_name='goals of interest'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='is_listed',
            field=models.BooleanField(default=True, help_text='Unticked for one that a new member named: tick it when the name is right, and others can choose it too.', verbose_name='can be chosen when joining'),
        ),
        migrations.CreateModel(
            name='SignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_name', models.CharField(max_length=60, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=80, verbose_name='last name')),
                ('email', models.CharField(max_length=254, verbose_name='e-mail')),
                ('email_key', models.CharField(db_index=True, max_length=254)),
                ('organisation_name', models.CharField(blank=True, max_length=120, verbose_name='organisation')),
                ('unit', models.CharField(blank=True, choices=[('development', 'Development unit'), ('hr', 'HR unit'), ('building', 'Building organisation'), ('facilities', 'Facility-management unit'), ('technical', 'Technical department'), ('operations', 'Operations department'), ('environment', 'Environment unit'), ('service', 'Service department'), ('staff', 'Staff function'), ('quality', 'Quality department'), ('other', 'Something else')], max_length=20, verbose_name='kind of unit')),
                ('role', models.CharField(blank=True, choices=[('head_of_unit', 'Head of unit'), ('head_of_office', 'Head of office'), ('chief_consultant', 'Chief consultant'), ('special_consultant', 'Special consultant'), ('working_environment', 'Working-environment manager'), ('director', 'Director'), ('elected', 'Elected member of a council'), ('other', 'Something else')], max_length=20, verbose_name='role')),
                ('topics', models.JSONField(blank=True, default=list, verbose_name='areas of interest')),
                ('goals', models.JSONField(blank=True, default=list, verbose_name='goals of interest')),
                ('language', models.CharField(choices=[('da', 'Danish'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('token_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('answer', models.CharField(blank=True, choices=[('', 'is being looked at'), ('asked', 'asked to confirm'), ('repeated', 'no letter: one went to this address less than 24 hours before'), ('stopped', 'no letter: mail to this address is stopped')], default='', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(db_index=True, verbose_name='signed up')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('expires_at', models.DateTimeField(db_index=True, verbose_name='deleted unless confirmed by')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='cms.organisation', verbose_name='organisation')),
                ('wordings', models.ManyToManyField(related_name='+', to='cms.wording', verbose_name='newsletters')),
            ],
            options={
                'verbose_name': 'sign-up to the network',
                'verbose_name_plural': 'sign-ups to the network',
                'ordering': ['-created_at', '-pk'],
                'permissions': [('ask_signup', 'Can send the confirmation of a sign-up again')],
                'default_permissions': ('view', 'delete'),
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=32)),
                ('until', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['mark', 'until'], name='tallies_by_mark'), models.Index(fields=['until'], name='tallies_to_forget')],
            },
        ),
    ]
