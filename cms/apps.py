"""The ground as a Django app: the one place that connects checks, receivers and kinds of letters."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = _("Network")

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers itself
        from .accessibility import letters as _of_accessibility  # noqa: F401 - kinds of service letters
        from .accounts import holdings as _holds  # noqa: F401 - what is kept of people, here and below
        from .accounts import letters as _of_accounts  # noqa: F401 - kinds of service letters, as below
        from .accounts import receivers  # noqa: F401 - registers itself
        from .caching import counting, moments, purging
        from .caching import receivers as of_caching
        from .directory import holdings as _directory_holds  # noqa: F401
        from .directory import letters as _of_directory  # noqa: F401
        from .directory import receivers as _directory_receivers  # noqa: F401 - register themselves
        from .imports import holdings as _imports_hold  # noqa: F401
        from .imports import receivers as of_imports
        from .invitations import holdings as _days_hold  # noqa: F401
        from .invitations import letters as _of_days  # noqa: F401 - kinds of service letters
        from .invitations import receivers as of_days
        from .invitations.queries import next_moment
        from .library import holdings as _library_holds  # noqa: F401
        from .library import receivers as of_library
        from .library.queries import next_moment as next_in_library
        from .mail import holdings as _mail_holds  # noqa: F401
        from .mail import letters as _of_mail  # noqa: F401 - kinds of service letters, here and below
        from .members import holdings as _members_hold  # noqa: F401
        from .members import letters as _of_members  # noqa: F401
        from .members.signals import member_left
        from .participation.decisions import holdings as _decisions_hold  # noqa: F401
        from .participation.decisions import letters as _of_decisions  # noqa: F401
        from .participation.decisions import receivers as _decisions_receivers  # noqa: F401
        from .participation.evaluations import holdings as _evaluations_hold  # noqa: F401
        from .participation.evaluations import letters as _of_evaluations  # noqa: F401
        from .participation.evaluations import receivers as of_evaluations
        from .participation.wishes import holdings as _wishes_hold  # noqa: F401
        from .participation.wishes import receivers as _wishes_receivers  # noqa: F401
        from .stories import holdings as _stories_hold  # noqa: F401

        of_caching.connect()
        purging.connect()
        counting.connect()
        of_imports.connect()
        of_evaluations.connect()
        of_days.connect()
        member_left.connect(of_library.on_member_left, dispatch_uid="library.left")
        pre_delete.connect(
            of_library.on_member_deleted, sender="cms.Member", dispatch_uid="library.deleted"
        )
        moments.register(next_moment)
        moments.register(next_in_library)
