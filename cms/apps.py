"""The ground as a Django app: the one place that connects checks, receivers and kinds of letters."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = _("Network")

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers itself
        from .accounts import holdings as _holds  # noqa: F401 - what is kept of people, here and below
        from .accounts import letters as _of_accounts  # noqa: F401 - kinds of service letters, as below
        from .accounts import receivers  # noqa: F401 - registers itself
        from .directory import holdings as _directory_holds  # noqa: F401
        from .directory import letters as _of_directory  # noqa: F401
        from .directory import receivers as _directory_receivers  # noqa: F401 - register themselves
        from .imports import holdings as _imports_hold  # noqa: F401
        from .imports import receivers as of_imports
        from .invitations import holdings as _days_hold  # noqa: F401
        from .invitations import letters as _of_days  # noqa: F401 - kinds of service letters
        from .invitations import receivers as of_days
        from .mail import holdings as _mail_holds  # noqa: F401
        from .mail import letters as _of_mail  # noqa: F401 - kinds of service letters, here and below
        from .members import holdings as _members_hold  # noqa: F401
        from .members import letters as _of_members  # noqa: F401
        from .stories import holdings as _stories_hold  # noqa: F401

        of_imports.connect()
        of_days.connect()
