"""The one kind of letter that belongs to nobody but the mail itself."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from .kinds import Kind, register

TEST = register(
    Kind(
        name="mail.test",
        label=_("Test of the mail"),
        template="cms/mail/letters/test",
        sample={
            "name": "Rikke Redaktør",
            "asked_at": dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC),
        },
        lifetime=dt.timedelta(hours=1),
        keep_days=7,
    )
)
