"""What members, editors and those who want to join are written to about themselves."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from cms.mail.kinds import Kind, register

RESET_PASSWORD = register(
    Kind(
        name="members.reset_password",
        label=_("A new password"),
        template="cms/members/letters/reset_password",
        sample={"reset_url": "/admin/password_reset/confirm/MQ/d1a2b3-0123456789abcdef/"},
        is_secret=True,
        lifetime=dt.timedelta(hours=6),
        keep_days=7,
    )
)

# It holds nothing that a visitor typed: anybody can type any address, and words to go with it.
CONFIRM_JOINING = register(
    Kind(
        name="members.confirm_joining",
        label=_("Confirm that you want to join"),
        template="cms/members/letters/confirm_joining",
        sample={
            "confirm_url": "/bliv-medlem/bekraeft/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG/",
            "until": dt.datetime(2026, 3, 10, 10, 0, tzinfo=dt.UTC),
        },
        is_secret=True,
        keep_days=7,
    )
)
JOINED_ALREADY = register(
    Kind(
        name="members.joined_already",
        label=_("A member already"),
        template="cms/members/letters/joined_already",
        sample={"front_url": "/"},
        keep_days=7,
    )
)
WELCOME = register(
    Kind(
        name="members.welcome",
        label=_("Welcome to the network"),
        template="cms/members/letters/welcome",
        sample={
            "name": "Anna",
            "organisation": "Middelfart Kommune",
            "newsletters": ["Nyhedsbrev", "Invitationer"],
            "day": "Bygninger, der giver mere, end de tager",
            "day_at": dt.datetime(2026, 2, 25, 9, 0, tzinfo=dt.UTC),
            "day_url": "/netvaerksdage/bygninger/",
        },
    )
)

# Its link answers the question and does nothing else, so it is no secret of the kind that signs somebody in.
STILL_HERE = register(
    Kind(
        name="members.still_here",
        label=_("Are you still here?"),
        template="cms/members/letters/still_here",
        sample={
            "name": "Anna",
            "answer_url": "/er-du-her/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG/",
            "until": dt.datetime(2026, 3, 10, 10, 0, tzinfo=dt.UTC),
            "is_reminder": False,
        },
        is_secret=True,
        lifetime=dt.timedelta(days=7),
        keep_days=60,
    )
)
GOODBYE = register(
    Kind(
        name="members.goodbye",
        label=_("Goodbye, and until when one may come back"),
        template="cms/members/letters/goodbye",
        sample={
            "until": dt.datetime(2026, 3, 10, 10, 0, tzinfo=dt.UTC),
            "was_silent": False,
            "stay_url": "/min-side/",
        },
        keep_days=30,
    )
)
# Nothing is left of the person, so nothing is left of this letter either once it has gone.
ERASED = register(
    Kind(
        name="members.erased",
        label=_("You are erased"),
        template="cms/members/letters/erased",
        sample={"privacy_url": "/privatliv/"},
        is_secret=True,
        keep_days=0,
    )
)
