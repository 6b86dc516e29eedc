"""What people are written to when they sign in, and when a way to sign in changes."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.mail.kinds import Kind, register

CODE = register(
    Kind(
        name="accounts.sign_in",
        label=_("A code to sign in with"),
        template="cms/accounts/letters/sign_in",
        sample={"code": "1234-5678", "minutes": settings.CODE_MINUTES},
        is_secret=True,
        lifetime=dt.timedelta(minutes=settings.CODE_MINUTES),
        keep_days=1,
    )
)
STRANGER = register(
    Kind(
        name="accounts.answer_stranger",
        label=_("Your address is not in the network"),
        template="cms/accounts/letters/answer_stranger",
        sample={"join_url": "/bliv-medlem/"},
        lifetime=dt.timedelta(hours=6),
        keep_days=1,
    )
)
KEY_CHANGED = register(
    Kind(
        name="accounts.key_changed",
        label=_("A passkey was added or removed"),
        template="cms/accounts/letters/key_changed",
        sample={"was_added": True, "is_app": False, "page_url": "/min-side/"},
        keep_days=30,
    )
)
CONFIRM_ADDRESS = register(
    Kind(
        name="accounts.confirm_address",
        label=_("Confirm a new address"),
        template="cms/accounts/letters/confirm_address",
        sample={
            "confirm_url": "/min-side/adresse/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG/",
            "until": dt.datetime(2026, 3, 10, 10, 0, tzinfo=dt.UTC),
        },
        is_secret=True,
        lifetime=dt.timedelta(hours=24),
        keep_days=1,
    )
)
ADDRESS_CHANGED = register(
    Kind(
        name="accounts.address_changed",
        label=_("An address was changed"),
        template="cms/accounts/letters/address_changed",
        sample={"changed_at": dt.datetime(2026, 3, 10, 10, 0, tzinfo=dt.UTC)},
        keep_days=30,
    )
)
