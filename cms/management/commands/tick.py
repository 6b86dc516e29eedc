"""`manage.py tick`: what cron runs every minute. Safe to run at any time, as often as one likes,
in parallel.
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Publish what is due, and find again what the queue lost. Run it every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("publish_scheduled")
        for name in settings.TICK_STEPS:
            done = import_string(name)(now=timezone.now())
            figures = ", ".join(f"{what} {count}" for what, count in done.items() if count)
            if figures or options["verbosity"] > 1:
                self.stdout.write(f"{name}: {figures or 'nothing to do'}")
        if not settings.ENV["BROKER_URL"]:
            queue = ["--backend", "mail", "--queue-name", "letters,mail"]
            call_command("prune_db_task_results", *queue, verbosity=0)
