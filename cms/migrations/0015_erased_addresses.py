from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0014_level_of_interest'),
    ]

    operations = [
        migrations.AlterField(
            model_name='suppression',
            name='reason',
            field=models.CharField(choices=[('bounced', 'the address does not exist'), ('soft_bounces', 'letters came back again and again'), ('complained', 'a letter was reported as spam'), ('by_hand', 'set by an editor'), ('erased', 'the member was erased')], max_length=12, verbose_name='reason'),
        ),
    ]
