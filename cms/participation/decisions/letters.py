"""What members are written to about a season's end."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from cms.mail.kinds import Kind, register

# Its link answers the question and does nothing else, but »goodbye« is an answer: nobody else is shown it.
ASK = register(
    Kind(
        name="participation.ask_renewal",
        label=_("Will you go on? Renew, rest or say goodbye"),
        template="cms/participation/decisions/letters/ask_renewal",
        sample={
            "name": "Anna",
            "season": "2025–2026",
            "answer_url": "/saesonen/svar/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG/",
            "until": dt.datetime(2026, 5, 1, 21, 59, tzinfo=dt.UTC),
            "is_reminder": False,
        },
        is_secret=True,
        lifetime=dt.timedelta(days=7),
        keep_days=60,
    )
)
TELL = register(
    Kind(
        name="participation.tell_decision",
        label=_("What the members have decided"),
        template="cms/participation/decisions/letters/tell_decision",
        sample={
            "name": "Anna",
            "season": "2025–2026",
            "question": "Hvad kommer efter foråret?",
            "decision_url": "/saesonen/",
        },
        lifetime=dt.timedelta(days=7),
        keep_days=60,
    )
)
