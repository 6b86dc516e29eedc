"""What members and editors are written to about themselves."""

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
