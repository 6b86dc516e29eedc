"""The letter that asks for the yearly check."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from cms.mail.kinds import Kind, register

CHECK = register(
    Kind(
        name="accessibility.check",
        label=_("Go through the accessibility statement"),
        template="cms/accessibility/letters/check",
        sample={
            "checked_at": dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC),
            "statement_url": "/tilgaengelighed/",
        },
        lifetime=dt.timedelta(days=7),
    )
)
