import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0008_consent_to_a_series'),
        ('newsletters', '0010_letter_theme'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.AddField(
            model_name='mailing',
            name='series',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='cms.series', verbose_name='series'),
        ),
        migrations.AddField(
            model_name='newsletterindexpage',
            name='accent',
            field=models.CharField(blank=True, help_text='As # and six signs, dark enough to be read on white. Empty: as all letters.', max_length=7, validators=[django.core.validators.RegexValidator('\\A#[0-9a-fA-F]{6}\\Z', 'Write a colour as # and six signs: #0d4a43.')], verbose_name='colour of links and buttons'),
        ),
        migrations.AddField(
            model_name='newsletterindexpage',
            name='accent_dark',
            field=models.CharField(blank=True, help_text='Light enough to be read on nearly black. Empty: as all letters.', max_length=7, validators=[django.core.validators.RegexValidator('\\A#[0-9a-fA-F]{6}\\Z', 'Write a colour as # and six signs: #0d4a43.')], verbose_name='the same in dark colours'),
        ),
        migrations.AddField(
            model_name='newsletterindexpage',
            name='logo',
            field=models.ForeignKey(blank=True, help_text='At the top of these letters, at most 200 px wide. Empty: as all letters.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='logo'),
        ),
        migrations.AddField(
            model_name='newsletterindexpage',
            name='logo_dark',
            field=models.ForeignKey(blank=True, help_text='Empty: the same logo. Then it must be readable on nearly black too.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='logo in dark colours'),
        ),
        migrations.AddField(
            model_name='newsletterindexpage',
            name='reply_to',
            field=models.EmailField(blank=True, help_text="Empty: the secretariat's address under Settings.", max_length=254, verbose_name='replies go to'),
        ),
        migrations.AddField(
            model_name='newsletterindexpage',
            name='sender_name',
            field=models.CharField(blank=True, help_text="The name in »From« of these letters. Empty: the network's name.", max_length=70, verbose_name='sender'),
        ),
        migrations.AddField(
            model_name='newsletterindexpage',
            name='series',
            field=models.ForeignKey(help_text='What members say yes to. A newsletter in this archive goes only to those who said yes to it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cms.series', verbose_name='series'),
        ),
        migrations.AlterField(
            model_name='newsletterpage',
            name='reply_to',
            field=models.EmailField(blank=True, help_text="Empty: the archive's, or the secretariat's address under Settings.", max_length=254, verbose_name='replies go to'),
        ),
        migrations.AlterField(
            model_name='newsletterpage',
            name='sender_name',
            field=models.CharField(blank=True, help_text="The name in »From«. Empty: the archive's, or the network's name.", max_length=70, verbose_name='sender'),
        ),
    ]
