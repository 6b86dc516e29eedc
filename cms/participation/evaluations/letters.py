"""What those who came are written to about the day's evaluation."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from cms.invitations.letters import DAY
from cms.mail.kinds import Kind, register

# The link begins an answer in the person's place, so nobody else is shown it.
ASKED = {name: value for name, value in DAY.items() if name != "own_url"} | {
    "evaluation_url": "/evaluering/0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH/",
    "until": dt.datetime(2026, 3, 11, 15, 0, tzinfo=dt.UTC),
}

OPENED = register(
    Kind(
        name="evaluations.opened",
        label=_("What did you get out of the day?"),
        template="cms/participation/evaluations/letters/opened",
        sample=ASKED,
        is_secret=True,
        keep_days=30,
    )
)
# Nothing is left of it once it has gone: who was reminded is who had not answered.
REMINDER = register(
    Kind(
        name="evaluations.reminder",
        label=_("Reminder of an evaluation"),
        template="cms/participation/evaluations/letters/reminder",
        sample=ASKED,
        is_secret=True,
        keep_days=0,
    )
)
