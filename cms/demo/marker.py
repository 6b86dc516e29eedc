"""How the demo knows its own database: a note in Wagtail's log, which stays when pages change or go."""

from django.db import connection
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, Site

from cms.members.models import Member

NOTE = {"by": "manage.py demo"}
# Wagtail's migrations make a root and a welcome page.
WAGTAILS_OWN = 2


def is_migrated() -> bool:
    return Member._meta.db_table in connection.introspection.table_names()


def is_filled() -> bool:
    """Whether the demo has filled this database, at any time."""
    return ModelLogEntry.objects.filter(data__by=NOTE["by"]).exists()


def mark(site: Site) -> None:
    """Write the note, in the transaction that fills the database."""
    log(instance=site, action="wagtail.edit", data=NOTE)


def holds_others_work() -> bool:
    """Whether there are pages or members in a database that the demo has not filled."""
    return not is_filled() and not is_untouched()


def is_untouched() -> bool:
    """Whether there is nothing but Wagtail's own pages, and no member."""
    pages = Page.objects.exclude(depth=1)
    welcome_only = pages.count() < WAGTAILS_OWN and not pages.exclude(
        content_type__app_label="wagtailcore"
    )
    return welcome_only and not Member.objects.exists()
