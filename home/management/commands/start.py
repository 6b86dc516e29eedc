"""`manage.py start`: after the first `migrate`, the pages and the group that every site needs. Once."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.demo.marker import is_migrated
from cms.members.groups import EDITORS
from home.starting import start

STARTED = f"""\
Made the network page, its lists, the 17 goals, the municipalities and regions, and the group »{EDITORS}«.
Next:
  1. manage.py createsuperuser
  2. Sign in at {{url}}/admin/ and put the editors into the group.
"""
NOT_EMPTY = f"There are pages, members or a group »{EDITORS}« already. Nothing is changed.\n"


class Command(BaseCommand):
    help = "Makes the pages and the editors' group of a new site; leaves any other as it is."

    def handle(self, **options: Any) -> None:
        if not is_migrated():
            raise CommandError("The tables are not there yet. First: manage.py migrate")
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # it logs each page
        self.stdout.write(STARTED.format(url=settings.SITE_URL) if start() else NOT_EMPTY)
