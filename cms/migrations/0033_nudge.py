"""The letter before a deadline: its switch, its series, how far it has come, and the way to say no."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0032_questions'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitationpage',
            name='reminds_before_deadline',
            field=models.BooleanField(default=False, help_text='To members who follow the invitations and have not answered: once.', verbose_name='a letter before the deadline'),
        ),
        migrations.AddField(
            model_name='letter',
            name='leave_url',
            field=models.CharField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='networksettings',
            name='invitations_series',
            field=models.ForeignKey(blank=True, help_text='Members who have said yes to it can be reminded of a deadline. Without one, nobody is.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.series', verbose_name='series of invitations'),
        ),
        migrations.CreateModel(
            name='Nudge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('after', models.PositiveBigIntegerField(default=0)),
                ('letters', models.PositiveIntegerField(default=0)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='nudge', to='cms.invitationpage')),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
