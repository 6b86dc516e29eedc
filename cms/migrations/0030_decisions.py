"""A season's decision: options, proposals, votes, answers; and until when a member rests."""

import cms.participation.decisions.models
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0029_wishes'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='resting_until',
            field=models.DateField(editable=False, null=True, verbose_name='rests until'),
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(help_text='What the members decide: »What comes after the spring?«.', max_length=160, verbose_name='question')),
                ('introduction', models.TextField(blank=True, help_text='What members should know before they propose and vote.', max_length=1500, verbose_name='introduction')),
                ('consultation_opens_at', models.DateTimeField(help_text='From now on members say what should come next.', verbose_name='proposals open')),
                ('consultation_closes_at', models.DateTimeField(help_text='After this you write the options.', verbose_name='proposals close')),
                ('vote_opens_at', models.DateTimeField(help_text='At least two options must stand by then; after it they are fixed.', verbose_name='vote opens')),
                ('vote_closes_at', models.DateTimeField(help_text='Then the votes are counted, and who gave them is deleted.', verbose_name='vote closes')),
                ('asks_at', models.DateTimeField(db_index=True, help_text='From now on each member gets one letter: renew, rest or say goodbye.', verbose_name='members are asked to renew')),
                ('outcome', models.TextField(blank=True, editable=False, max_length=3000, validators=[django.core.validators.MinLengthValidator(1)], verbose_name='the decision')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='published')),
                ('counted_at', models.DateTimeField(editable=False, null=True, verbose_name='counted')),
                ('voted', models.PositiveIntegerField(editable=False, null=True, verbose_name='voted')),
                ('could_vote', models.PositiveIntegerField(editable=False, null=True, verbose_name='could vote')),
                ('asked_up_to', models.PositiveBigIntegerField(default=0, editable=False)),
                ('told_up_to', models.PositiveBigIntegerField(default=0, editable=False)),
                ('season', models.OneToOneField(help_text='The season that ends. Each has one decision.', on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='cms.season', verbose_name='season')),
            ],
            options={
                'verbose_name': "season's decision",
                'verbose_name_plural': "seasons' decisions",
                'ordering': ['-vote_closes_at'],
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(help_text='In a few words: »We go on for a year«.', max_length=120, verbose_name='option')),
                ('text', models.TextField(blank=True, help_text='What happens if most vote for it.', max_length=1000, verbose_name='what it means')),
                ('votes', models.PositiveIntegerField(editable=False, null=True, verbose_name='votes')),
                ('decision', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='cms.decision')),
            ],
            options={
                'verbose_name': 'option',
                'verbose_name_plural': 'options',
                'ordering': ['sort_order'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='given')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='cms.member')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='cms.decision')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='cms.option')),
            ],
            options={
                'verbose_name': "vote of a season's decision",
                'verbose_name_plural': "votes of a season's decision",
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=cms.participation.decisions.models.make_code, editable=False, max_length=22, unique=True)),
                ('press', models.CharField(editable=False, max_length=43)),
                ('text', models.TextField(max_length=1000, verbose_name='proposal')),
                ('at', models.DateTimeField(verbose_name='written')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='cms.decision')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='cms.member')),
            ],
            options={
                'verbose_name': 'proposal for the decision',
                'verbose_name_plural': 'proposals for the decision',
                'ordering': ['at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(null=True, verbose_name='asked')),
                ('reminded_at', models.DateTimeField(null=True, verbose_name='reminded')),
                ('choice', models.CharField(blank=True, choices=[('renew', 'I go on'), ('rest', 'I rest for a season'), ('leave', 'I say goodbye')], max_length=6, verbose_name='answer')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renewals', to='cms.decision')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renewals', to='cms.member')),
            ],
            options={
                'verbose_name': 'answer about the next season',
                'verbose_name_plural': 'answers about the next season',
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('consultation_opens_at__lt', models.F('consultation_closes_at')), ('consultation_closes_at__lte', models.F('vote_opens_at')), ('vote_opens_at__lt', models.F('vote_closes_at'))), name='decision_in_order'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.UniqueConstraint(fields=('decision', 'member'), name='one_ballot_a_member'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(fields=('decision', 'member', 'press'), name='one_proposal_a_form'),
        ),
        migrations.AddIndex(
            model_name='renewal',
            index=models.Index(condition=models.Q(('choice', ''), ('reminded_at', None)), fields=['asked_at'], name='renewals_to_remind'),
        ),
        migrations.AddConstraint(
            model_name='renewal',
            constraint=models.UniqueConstraint(fields=('decision', 'member'), name='one_answer_a_member'),
        ),
        migrations.AddConstraint(
            model_name='renewal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('choice', '')), models.Q(models.Q(('choice', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='answer_has_a_moment'),
        ),
    ]
