"""Wishes of members, their votes, and the days that answer them."""

import cms.participation.wishes.models
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0028_content_version'),
    ]

    operations = [
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=cms.participation.wishes.models.make_code, editable=False, max_length=22, unique=True)),
                ('press', models.CharField(editable=False, max_length=43)),
                ('kind', models.CharField(choices=[('area', 'A professional area'), ('way', 'A way of working'), ('case', 'A case: my challenge')], help_text='What the wish is about.', max_length=8, verbose_name='kind')),
                ('title', models.CharField(help_text='What should the network take up?', max_length=120, verbose_name='the wish in one line')),
                ('text', models.TextField(help_text='So that others can see whether they want the same.', max_length=1500, verbose_name='why, and what would help')),
                ('key', models.TextField(editable=False)),
                ('is_confidential', models.BooleanField(default=False, help_text="Seen by the network's editors only.", verbose_name='confidential')),
                ('state', models.CharField(choices=[('new', 'New'), ('taken_up', 'Taken up'), ('answered', 'Answered'), ('declined', 'Not taken up')], default='new', help_text='A published day that answers the wish makes it answered by itself.', max_length=10, verbose_name='state')),
                ('answer', models.TextField(blank=True, help_text='Stands beside the wish, for everybody who may read it.', max_length=600, verbose_name='what we did, or why not')),
                ('let_through_at', models.DateTimeField(null=True, verbose_name='public since')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='wishes', to='cms.member', verbose_name='member')),
                ('goals', models.ManyToManyField(blank=True, help_text='The goals that it would move.', related_name='+', to='cms.goalpage', verbose_name='goals')),
                ('merged_into', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='cms.wish')),
                ('season', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='wishes', to='cms.season', verbose_name='season')),
                ('story', models.ForeignKey(blank=True, help_text='A story that answers the wish.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.storypage', verbose_name='story')),
                ('topic', models.ForeignKey(blank=True, help_text='The professional area that it belongs to, if it belongs to one.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.topicpage', verbose_name='area')),
            ],
            options={
                'verbose_name': 'wish',
                'verbose_name_plural': 'wishes',
                'ordering': ['-written_at', '-pk'],
                'permissions': [('moderate_wish', 'Can let wishes through, answer and merge them')],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='given')),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='wish_votes', to='cms.member')),
                ('wish', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='cms.wish')),
            ],
            options={
                'verbose_name': 'vote for a wish',
                'verbose_name_plural': 'votes for wishes',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invitation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='cms.invitationpage', verbose_name='network day')),
                ('wish', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='cms.wish')),
            ],
            options={
                'verbose_name': 'wish answered by a day',
                'verbose_name_plural': 'wishes answered by days',
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='wish',
            index=models.Index(fields=['-written_at', '-id'], name='wishes_newest'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(fields=('author', 'press'), name='one_wish_a_form'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(('is_confidential', False), ('let_through_at', None), _connector='OR'), name='confidential_wish_never_public'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(('is_confidential', False), ('kind', 'case'), _connector='OR'), name='only_cases_are_confidential'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='a_no_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(fields=('member', 'wish'), name='one_vote_a_wish'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(fields=('invitation', 'wish'), name='one_citation_a_day'),
        ),
    ]
