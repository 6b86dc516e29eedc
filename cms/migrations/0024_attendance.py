"""Who was let in at the door without a seat, and what an editor there does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cms", "0023_living_invitations")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="is_walk_in",
            field=models.BooleanField(default=False, verbose_name="let in at the door"),
        ),
        migrations.AlterField(
            model_name="seatevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("seated", "got a seat at once"),
                    ("queued", "came on the waiting list"),
                    ("offered", "was offered a free seat"),
                    ("accepted", "took the seat offered"),
                    ("declined", "said no to the seat offered"),
                    ("expired", "did not answer the offer in time"),
                    ("cancelled", "cancelled"),
                    ("came_alone", "comes without the guest"),
                    ("pass_used", "the colleague has used the pass"),
                    ("renewed", "the pass was called back and made anew"),
                    ("handed_over", "the seat went to a colleague"),
                    ("forgotten", "name and address of the guest were deleted"),
                    ("erased", "the member left the network"),
                    ("checked_in", "came"),
                    ("not_here", "the check-in was taken back"),
                    ("walked_in", "was let in at the door"),
                ],
                max_length=12,
                verbose_name="what",
            ),
        ),
    ]
