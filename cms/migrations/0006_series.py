import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0005_fingerprints'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text="The list's name in mail programs, where members sort letters by it. It can never be changed.", max_length=40, unique=True, validators=[django.core.validators.RegexValidator('\\A[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?\\Z', 'Small letters a to z, figures and hyphens only: »invitationer«.')], verbose_name='key')),
                ('name', models.CharField(help_text='As members read it: »Nyhedsbrev«, »Invitationer«.', max_length=60, verbose_name='name')),
                ('name_en', models.CharField(blank=True, help_text='Empty: the Danish name is shown.', max_length=60, verbose_name='name in English')),
                ('about', models.CharField(blank=True, help_text='What comes, and how often. Shown where one says yes.', max_length=200, verbose_name='about')),
                ('about_en', models.CharField(blank=True, help_text='Empty: the Danish words are shown.', max_length=200, verbose_name='about, in English')),
                ('place', models.PositiveSmallIntegerField(default=1, help_text='The lowest number stands first.', verbose_name='place')),
                ('is_open', models.BooleanField(default=True, help_text='Untick it for a series that has ended. Those who are in it stay in it.', verbose_name='new members can say yes')),
            ],
            options={
                'verbose_name': 'newsletter series',
                'verbose_name_plural': 'newsletter series',
                'ordering': ['place', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('words', models.TextField(max_length=1000, verbose_name='wording')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='cms.series')),
            ],
            options={
                'verbose_name': 'wording',
                'verbose_name_plural': 'wordings',
                'ordering': ['series', 'language', '-version'],
                'constraints': [models.UniqueConstraint(fields=('series', 'language', 'version'), name='one_wording_a_version')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='consent',
            name='one_open_consent_a_member',
        ),
        migrations.RenameField(
            model_name='consent',
            old_name='wording',
            new_name='words',
        ),
        migrations.AlterField(
            model_name='consent',
            name='words',
            field=models.TextField(blank=True, help_text='Word for word what the member said yes to, and how: »by telephone, 3 May«.', max_length=1000, verbose_name='what was said'),
        ),
        migrations.AddField(
            model_name='consent',
            name='wording',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='cms.wording', verbose_name='wording'),
        ),
        migrations.AddField(
            model_name='consent',
            name='series',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='cms.series', verbose_name='series'),
        ),
    ]
